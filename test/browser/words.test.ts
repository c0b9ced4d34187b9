/** Explanations: one keystroke or one button away, closed by Escape, and the focus goes back where it was. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage } from '../support/browser.ts';
import { runSmall, smallLink, visit } from './visit.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('the key ? explains what has the focus or the pointer, and nothing where it is a letter', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#library/ladder`);
  const panel = page.getByTestId('explanation');
  const search = page.getByRole('searchbox', { name: 'Find' });
  await page.waitForFunction(() => document.activeElement?.id === 'scenario-card-ladder');
  const setting = page.locator('#scenario-card-ladder [data-explain="parameter:accountability.unit"]');
  await setting.hover();
  await page.keyboard.press('?');
  await panel.getByRole('heading', { name: 'Unit' }).waitFor();
  const said = (await panel.textContent()) ?? '';
  for (const word of [
    'Who answers for results',
    'individual, mixed, collective',
    'Collaboration and Networking',
  ])
    expect(said).toContain(word);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('scenario-card-ladder');

  await search.focus();
  await page.keyboard.type('why?');
  expect(await search.inputValue()).toBe('why?');
  expect(await panel.count()).toBe(0);

  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.mouse.move(0, 0);
  await page.keyboard.press('?');
  await panel.getByRole('link', { name: 'All words and units' }).click();
  await page.getByRole('heading', { name: 'Words and units' }).waitFor();
  await page.getByRole('searchbox', { name: 'Find' }).last().fill('trust between');
  await page.locator('#word-metric-trustBetweenSchools').waitFor();
  await page.getByLabel('The key ? opens explanations').uncheck();
  await page.keyboard.press('?');
  expect(await panel.count()).toBe(0);
  expect(faults).toEqual([]);
  await close();
});

test('an address names an entry of the list', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#words/parameter:market.choice`);
  await page.waitForFunction(() => document.activeElement?.id === 'word-parameter-market-choice');
  expect(await page.locator('#word-parameter-market-choice').textContent()).toContain(
    'how freely families may choose',
  );
  expect(faults).toEqual([]);
  await close();
});

/** Puts the focus on a control, presses the key, and reads what is explained. */
async function explained(page: Page, control: Locator): Promise<string> {
  await control.focus();
  await page.keyboard.press('?');
  const heading = await page.getByTestId('explanation').getByRole('heading').textContent();
  await page.keyboard.press('Escape');
  await page.getByTestId('explanation').waitFor({ state: 'detached' });
  return heading ?? '';
}

test('every control of the run bar, of why, Build, Watch and Keep has its own explanation', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(page);
  await page.getByRole('heading', { name: 'Why they differ' }).waitFor();
  await page.mouse.move(0, 0);
  const at = (selector: string) => page.locator(selector).filter({ visible: true }).first();
  const named = async (expected: Readonly<Record<string, string>>) => {
    for (const [selector, name] of Object.entries(expected))
      expect([selector, await explained(page, at(selector))]).toEqual([selector, name]);
  };
  await named({
    '#seeds': 'Pair of runs',
    '#years': 'Years',
    '.live input': 'Run as I change',
    '.go button': 'Run',
    '#scenario-a': 'Baseline',
    '#scenario-b': 'Scenario',
    '#trade-x': 'Overload',
    '#why-metric': 'Trust between schools',
    '#why-pairs': 'Pair of runs',
    '[data-testid=mechanisms] .primary': 'Share of a difference',
    '[data-testid=twins] .primary': 'Twin runs',
    '[data-testid=flips] .primary': 'Turn of an order',
    '#why-points': 'Settings that are tried',
    '[data-testid=difference] .picture button': 'Picture',
  });

  await page.getByRole('link', { name: 'Build', exact: true }).click();
  await page.getByText(/^Nothing differs/).waitFor();
  await page.mouse.move(0, 0);
  for (const one of await page.locator('fieldset > details > summary').all()) {
    if ((await one.evaluate((summary) => (summary.parentElement as HTMLDetailsElement).open)) === false)
      await one.click();
  }
  await page.locator('.group > summary').first().click();
  await page.locator('#dated-0-value, #dated-add').first().waitFor();
  await page.getByRole('button', { name: 'Add a shock' }).click();
  await page.mouse.move(0, 0);
  await page.locator('details[data-explain="word:shock"] details > summary').last().click();
  await named({
    '#build-open': 'Scenario',
    '.use button': 'Baseline',
    '#draft-years': 'Years',
    '#schools-register': 'Register of schools',
    '#dated-add': 'Dated change',
    '#foundings-0-size, [data-explain="word:founding"] .add button': 'Founding',
    '[id^=shocks-][id$=-share]': 'Share',
    '[id^=shocks-][id$=-kind]': 'Kind',
    '.group > summary': 'Setting',
  });
  // Nothing in the view is without one but what is for letters.
  const silent = await page
    .locator('.desk')
    .evaluate((desk) =>
      [...desk.querySelectorAll('button, select, summary, input')]
        .filter((one) => one.checkVisibility() && one.closest('[data-explain]') === null)
        .map((one) => one.id || one.textContent),
    );
  expect(silent).toEqual([]);

  await page.getByRole('link', { name: 'Keep', exact: true }).click();
  await page.locator('#keep-metric').waitFor();
  await page.mouse.move(0, 0);
  await named({ '#keep-metric': 'Trust between schools' });

  await page.getByRole('link', { name: 'Watch', exact: true }).click();
  await page.locator('[data-watch=done]').waitFor();
  await page.locator('#find-subject').focus();
  const school = await page.locator('#subjects option').first().getAttribute('value');
  await page.locator('#find-subject').fill(school ?? '');
  await page.locator('#inspector .named').first().waitFor();
  await page.mouse.move(0, 0);
  await named({
    '[data-testid=week]': 'Week',
    '[data-testid=branches] select': 'Trust between schools',
    '.tools [data-explain="stage:cooperation"] input': 'Cooperation',
    '[role=application]': 'Map',
    '[data-testid=ledger] select': 'Record of events',
    '#inspector .named >> nth=0': 'School value added',
  });
  expect(faults).toEqual([]);
  await close();
});
