/**
 * A live room through the built server, in a real browser: forty people, two of them pages, one a phone of 360 px; delays,
 * a network that goes and comes back, hostile names; then the log, which replays to the room's digest in Node.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHead } from '../../analysis/room/log.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { buildIfStale } from '../../scripts/build.mjs';
import { root } from '../../scripts/support.mjs';
import { advance, digest, start as startRun } from '../../sim/index.ts';
import { launchBrowser, violations } from '../support/browser.ts';
import { type Started, start } from '../support/cli.ts';
import { Guest } from '../support/guests.ts';
import { scriptStrings } from '../support/xss.ts';
import { visit } from './visit.ts';

const GUESTS = 38;
const PHONE_BYTES = 40_000;
const NICKNAMES = scriptStrings().map((text) => text.slice(0, 20));

let browser: Browser;
let server: Started;
/** The trainer's link, the page it leads to, the token in it, and the code of the door. */
let link = '';
let url = '';
let token = '';
let code = '';
const guests: Guest[] = [];

beforeAll(async () => {
  await buildIfStale('page');
  await buildIfStale('cli');
  browser = await launchBrowser();
  server = start(['host', '--port', '0']);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.child.stdout?.on('data', (text: string) => {
      said += text;
      const found = /(http:\/\/127\.0\.0\.1:\d+\/)#room\/(\S+)/.exec(said);
      const door = /join\.html#([A-Z]+)/.exec(said);
      if (found === null || door === null) return;
      [link, url, token] = found;
      code = door[1];
      resolve();
    });
    server.finished.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
});

afterAll(async () => {
  for (const guest of guests) guest.end();
  server?.child.kill();
  await browser?.close();
});

/** A phone's line, in the hand of the test: slow, cut, or held. */
class Cable {
  /** Whether what the phone says is kept back. */
  held = false;
  cut = false;
  readonly #kept: (() => void)[] = [];
  readonly #open = new Set<WebSocketRoute>();

  async lay(page: Page): Promise<void> {
    await page.routeWebSocket(/\/room\/socket/, (near) => {
      if (this.cut) return void near.close();
      const far = near.connectToServer();
      this.#open.add(near);
      near.onMessage((text) => {
        if (this.held) this.#kept.push(() => far.send(text));
        else setTimeout(() => far.send(text), 30);
      });
      near.onClose(() => {
        this.#open.delete(near);
        void far.close();
      });
    });
  }

  let(): void {
    this.held = false;
    for (const send of this.#kept.splice(0)) send();
  }

  lose(): void {
    this.cut = true;
    for (const near of [...this.#open]) void near.close();
    this.#open.clear();
  }
}

const whenWeek = (page: Page, week: number) =>
  page.locator(`[data-testid=room][data-phase=open][data-week="${week}"]`).waitFor();
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function fits(page: Page, state: string): Promise<void> {
  expect(await violations(page), state).toEqual([]);
  expect(await overflow(page), `pixels too wide: ${state}`).toBeLessThanOrEqual(0);
}

test('the phone page is small', () => {
  const folder = join(root, 'dist', 'page');
  const html = readFileSync(join(folder, 'join.html'), 'utf8');
  const names = [...html.matchAll(/assets\/[\w-]+\.(?:js|css)/g)].map(([name]) => name);
  const sizes = names.map((name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`The phone page: ${Math.round(total / 1000)} kB gzipped in ${names.length} files`);
  expect(names.length).toBeGreaterThan(2);
  expect(total).toBeLessThan(PHONE_BYTES);
  // No simulation comes with it: the columns of its state are in workers alone.
  const holding = readdirSync(join(folder, 'assets')).filter((name) =>
    readFileSync(join(folder, 'assets', name)).includes('collaborativeCoordinator'),
  );
  expect(holding.some((name) => name.startsWith('room.worker'))).toBe(true);
  expect(holding.filter((name) => names.includes(`assets/${name}`))).toEqual([]);
});

test('forty people in a room, from the door to its end', async () => {
  const host = await visit(browser, link);
  await host.page.getByTestId('code').first().waitFor();
  expect(host.page.url(), 'the key is out of the address bar').toBe(`${url}#room`);
  expect(await host.page.content()).not.toContain(token);
  await fits(host.page, 'console, nothing open');

  // A wrong code, then the right one, on a phone whose line is slow.
  const cable = new Cable();
  const phone = await visit(
    browser,
    `${url}join.html#${code}`,
    { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
    (page) => cable.lay(page),
  );
  const typed = phone.page.getByLabel('Code on the trainer’s screen');
  expect(await typed.inputValue()).toBe(`${code.slice(0, 3)}-${code.slice(3)}`);
  await typed.fill(code.startsWith('A') ? 'BBB-BBBB' : 'AAA-AAAA');
  await phone.page.getByRole('button', { name: 'Join' }).tap();
  await phone.page.getByText('This is not the code of the room.').waitFor();
  await fits(phone.page, 'a wrong code');
  await typed.fill(code.toLowerCase());
  await phone.page.getByLabel('Nickname').fill(NICKNAMES[3]);
  await phone.page.getByRole('button', { name: 'Join' }).tap();
  await phone.page.getByRole('heading', { name: 'You are in' }).waitFor();

  const other = await visit(browser, `${url}join.html#${code}`, {
    viewport: { width: 400, height: 800 },
    colorScheme: 'dark',
  });
  await other.page.getByRole('button', { name: 'Join' }).click();
  await other.page.getByRole('heading', { name: 'You are in' }).waitFor();
  for (let i = 0; i < GUESTS; i++) guests.push(new Guest(url, `guest ${i}`));
  await Promise.all(guests.map((guest, i) => guest.join(code, i % 2 === 0 ? NICKNAMES[i] : null)));
  await host.page.locator('[data-people="40"][data-connected="40"]').waitFor();

  // The run is open, and everybody takes a seat.
  await host.page.getByRole('button', { name: 'Open the run' }).click();
  await host.page.getByTestId('picture').waitFor();
  await phone.page.getByRole('button', { name: 'Head of Primary school 2' }).tap();
  await phone.page.getByRole('heading', { name: 'Head of Primary school 2' }).waitFor();
  await other.page.getByRole('button', { name: 'Teacher at Primary school 3' }).click();
  await other.page.getByRole('heading', { name: 'Teacher at Primary school 3' }).waitFor();
  for (const guest of guests) guest.sit();
  await host.page.getByText('40 of 149 seats taken').waitFor();

  await phone.page.locator('[data-act=share]').tap();
  await phone.page.getByText('Schools near by').tap();
  await phone.page.locator('[data-act=offer]:visible').first().tap();
  await phone.page.locator('[data-testid=done] [data-state=counts][data-late=false]').nth(1).waitFor();
  await fits(phone.page, 'a head who has acted');
  expect(await other.page.locator('[data-act=offer], [data-act=join], [data-act=leave]').count()).toBe(0);
  await other.page.locator('[data-act=guard]').click();
  await other.page.getByRole('button', { name: 'Half an hour more' }).click();
  await other.page.locator('[data-act="spend time"]').click();
  await other.page.locator('[data-testid=done] [data-state=counts]').nth(1).waitFor();
  await fits(other.page, 'a teacher, in the dark');
  for (const guest of guests) guest.act();
  await expect.poll(() => guests.filter(({ answered }) => answered > 0).length).toBe(GUESTS);
  await host.page.locator('[data-testid=inputs][data-people="40"]').waitFor();

  // What is on its way when the week begins counts in the next, and its sender is told.
  cable.held = true;
  await phone.page.locator('[data-act=guard]').tap();
  await phone.page.locator('[data-testid=done] [data-state=sent]').waitFor();
  await host.page.getByRole('button', { name: 'A week', exact: true }).click();
  await whenWeek(host.page, 1);
  cable.let();
  await phone.page.locator('[data-testid=done] [data-late=true]').waitFor();
  await phone.page.getByText('counts in the next: year 1, week 2').waitFor();

  // The network of one goes, others drop out by lot, a term goes by, and all are back in their seats.
  cable.lose();
  await phone.page.getByText('The line is lost.').waitFor();
  await fits(phone.page, 'a line that is lost');
  const dropped = guests.filter((_, i) => i % 4 === 0);
  for (const guest of guests) if (!dropped.includes(guest)) guest.act();
  const returning = Promise.all(dropped.map((guest) => guest.drop()));
  await host.page.getByRole('button', { name: 'To the end of the term' }).click();
  await whenWeek(host.page, 13);
  await returning;
  cable.cut = false;
  await phone.page.locator('[data-line=up] [data-week="13"]').waitFor();
  await phone.page.getByRole('heading', { name: 'Head of Primary school 2' }).waitFor();
  await other.page.locator('[data-week="13"]').waitFor();
  await other.page.getByRole('heading', { name: 'What is new' }).waitFor();
  await other.page.reload();
  await other.page.getByRole('heading', { name: 'Teacher at Primary school 3' }).waitFor();
  await host.page.locator('[data-people="40"][data-connected="40"]').waitFor();
  expect(dropped.map(({ back }) => back)).toEqual(dropped.map(() => 1));

  // A vote, and names that would be code where a page made markup of them.
  await host.page.getByLabel('Question').fill('<img src=x onerror=window.ran=1> Does trust rise?');
  await host.page.getByLabel('Option 1').fill('"><script>window.ran=1</script>');
  await host.page.getByRole('button', { name: 'Ask the room' }).click();
  for (const guest of guests) guest.say({ type: 'vote', poll: 1, option: 1 });
  await phone.page.locator('[data-poll=open]').waitFor();
  await fits(phone.page, 'a vote');
  await phone.page.getByRole('button', { name: '"><script>window.ran=1</script>' }).tap();
  await phone.page.getByText('Your vote is in.').waitFor();
  await host.page.getByText('39 of 40 have voted.').waitFor();
  await host.page.getByText('Show them').click();
  await host.page.getByText(`“${NICKNAMES[3]}”`).first().waitFor();
  await fits(host.page, 'console, a run and a vote under way');
  await host.page.getByRole('button', { name: 'Close the vote and show the counts' }).click();
  await phone.page.locator('[data-poll=counted]').waitFor();
  await phone.page.getByText('38 (97 %)').waitFor();
  for (const { page } of [host, phone, other]) expect(await page.evaluate(() => 'ran' in window)).toBe(false);

  // The log: nobody's name, and the same digest here, in the page and in Node.
  await host.page.setViewportSize({ width: 360, height: 740 });
  await host.page.getByRole('button', { name: 'Check that it replays' }).click();
  await host.page.getByText('Replayed here from the log alone: after week 13').waitFor();
  await fits(host.page, 'console, narrow');
  const [download] = await Promise.all([
    host.page.waitForEvent('download'),
    host.page.getByRole('button', { name: 'Download the log' }).click(),
  ]);
  const log = readFileSync(await download.path(), 'utf8');
  for (const name of NICKNAMES) expect(log).not.toContain(name);
  const { scenario, problems } = readScenario(log, 'room.yaml');
  expect(problems).toEqual([]);
  if (scenario === null) return;
  expect(scenario.decisions.length).toBeGreaterThan(60);
  const run = startRun(scenario, { seed: scenario.seed });
  advance(run, 13);
  expect(digest(run)).toBe(readHead(log)?.reached);

  // Closed: everybody is told, and whoever knocks again finds nobody.
  await host.page.getByRole('button', { name: 'Close the room' }).click();
  await host.page.getByRole('button', { name: 'Yes, close it and delete everything' }).click();
  await host.page.getByText('have been deleted, here and on the server').waitFor();
  await phone.page.getByRole('heading', { name: 'The room is closed' }).waitFor();
  await fits(phone.page, 'closed');
  expect(phone.faults.filter((fault) => !fault.includes('WebSocket'))).toEqual([]);
  expect(host.faults).toEqual([]);
  await other.page.getByRole('heading', { name: 'The room is closed' }).waitFor();
  await other.page.getByRole('button', { name: 'Join another room' }).click();
  await other.page.getByRole('button', { name: 'Join' }).click();
  await other.page.getByText('No room answers at this address.').waitFor();
  await fits(other.page, 'nobody there');
  expect(guests.flatMap(({ refused }) => refused)).toEqual([]);
  for (const one of [host, phone, other]) await one.close();
});
