/** What is being explained, and how it is asked for: the key `?`, over anything that says what explains it. */
import { remember, remembered } from './remember.ts';

class Asking {
  /** Key of the explanation that is open; an empty one for help on asking. */
  key = $state<string | null>(null);
  /** Beside what it opens. */
  beside: Element | null = null;
  /** A key of one character gets in the way of some who speak to their machine, so it can be switched off. */
  byKey = $state(remembered('question-key') !== 'off');

  ask(key: string, beside: Element | null = null): void {
    this.beside = beside;
    this.key = key;
  }

  useKey(on: boolean): void {
    this.byKey = on;
    remember('question-key', on ? 'on' : 'off');
  }

  /** Opens the explanation of what has the focus, else of what the pointer is over. */
  pressed(event: KeyboardEvent): void {
    if (!this.byKey || event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || this.key !== null || writes(event.composedPath()[0])) return;
    event.preventDefault();
    const focused = document.activeElement;
    const hovered = [...document.querySelectorAll('[data-explain]:hover')].at(-1);
    const byFocus = focused?.closest('[data-explain]');
    const found = focused?.matches(':focus-visible') ? (byFocus ?? hovered) : (hovered ?? byFocus);
    this.ask(found?.getAttribute('data-explain') ?? '', found ?? null);
  }
}

const WRITTEN = ['text', 'search', 'email', 'url', 'tel', 'password'];

/** Whether a question mark is a letter there. */
function writes(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLInputElement) return WRITTEN.includes(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

export const asking = new Asking();
