/** Ends the whole run with one plain line: `N passed, N failed`, and `, N skipped` where some were. */
import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

export default class Tally implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failedHere += 1;
        else skipped += 1;
      }
      // A file that cannot be loaded, or whose hooks break, fails without a test that says so.
      failed += Math.max(failedHere, module.ok() ? 0 : 1);
    }
    failed += errors.length;
    // Nothing to run is no success.
    if (passed + failed === 0 && reason !== 'interrupted') process.exitCode = 1;
    const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // At the very end: other reporters and the runner itself may still have something to say.
    process.once('exit', () => writeSync(1, `${line}\n`));
  }
}
