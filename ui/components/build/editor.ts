/**
 * The editor of the text: CodeMirror in a shadow root, where its styles are adopted style sheets, as the content
 * security policy asks. Loaded when the text is first shown.
 */
import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorSelection, EditorState, type Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { PlacedProblem } from '../../../scenarios/problem.ts';
import { difference } from '../../state/splice.ts';
import { suggest } from '../../state/suggest.ts';

export interface Editor {
  /** Shows another text; what it shares with the old one stays where it is, with the cursor. */
  show(text: string): void;
  mark(problems: readonly PlacedProblem[]): void;
  /** Puts the cursor at a place, lines and columns from 1, and the focus into the text. */
  goTo(line: number, column: number): void;
  destroy(): void;
}

interface Wishes {
  text: string;
  /** Ids in the shadow root: what the editor is called and what explains its keys. */
  labelledby: string;
  describedby: string;
  ontype(text: string): void;
  onundo(): void;
  onredo(): void;
}

const NOT_TYPED = Annotation.define<true>();

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--a)', fontWeight: '600' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--difference)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--raised)', fontSize: '0.875rem' },
  // The frame around it shows the focus.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    lineHeight: '1.5',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sunk)',
    color: 'var(--muted)',
    border: 'none',
    borderRight: '1px solid var(--rule)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunk) 60%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--focus) 30%, transparent)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--control)',
    maxWidth: '30rem',
  },
  '.cm-tooltip-autocomplete ul li': { color: 'var(--ink)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ink)', color: 'var(--paper)' },
  '.cm-completionInfo': { padding: '0.4rem 0.6rem' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--wrong)',
    textDecorationSkipInk: 'none',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--wrong)' },
});

export function openEditor(root: ShadowRoot, parent: HTMLElement, wishes: Wishes): Editor {
  const view = new EditorView({
    root,
    parent,
    state: EditorState.create({
      doc: wishes.text,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        yaml(),
        syntaxHighlighting(COLOURS),
        lintGutter(),
        autocompletion({ override: [suggestions], icons: false, defaultKeymap: false }),
        LOOK,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-labelledby': wishes.labelledby,
          'aria-describedby': wishes.describedby,
          spellcheck: 'false',
          tabindex: '0',
        }),
        keymap.of([
          // One history for form and text.
          { key: 'Mod-z', run: told(wishes.onundo), shift: told(wishes.onredo), preventDefault: true },
          { key: 'Mod-y', run: told(wishes.onredo), preventDefault: true },
          ...completionKeymap,
          { key: 'Enter', run: deeper },
          ...lintKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          const typed = update.docChanged && !update.transactions.some((one) => one.annotation(NOT_TYPED));
          if (typed) wishes.ontype(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    show(text) {
      const change = difference(view.state.doc.toString(), text);
      if (change !== null) view.dispatch({ changes: change, annotations: NOT_TYPED.of(true) });
    },
    mark(problems) {
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnosticOf(view.state.doc, problem)),
        ),
      );
    },
    goTo(line, column) {
      const at = offsetOf(view.state.doc, line, column);
      view.dispatch({
        selection: EditorSelection.cursor(at),
        effects: EditorView.scrollIntoView(at, { y: 'center' }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function suggestions(context: CompletionContext) {
  const found = suggest(context.state.sliceDoc(0, context.pos));
  if (found === null) return null;
  const from = context.state.doc.lineAt(context.pos).from + found.from;
  // Unasked, only where a word has been begun.
  if (from === context.pos && !context.explicit) return null;
  const options = found.list.map(({ text, detail, info }) => ({
    label: text.replace(/:\s[\s-]*$/, ''),
    apply: text,
    detail,
    ...(info === '' ? {} : { info }),
  }));
  return { from, options, validFor: /^[\w ]*$/ };
}

/** Behind a key without a value, a new line belongs to it. */
function deeper(view: EditorView): boolean {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  const found = /^(\s*)(?:- +)?\w+:\s*$/.exec(line.text);
  if (!main.empty || main.head !== line.to || found === null) return false;
  const indent = ' '.repeat(line.text.search(/\w/) + 2);
  view.dispatch(view.state.replaceSelection(`\n${indent}`), { userEvent: 'input', scrollIntoView: true });
  return true;
}

function told(tell: () => void): () => boolean {
  return () => {
    tell();
    return true;
  };
}

function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
  return Math.min(at.from + column - 1, at.to);
}

/** Under the word that stands there. */
function diagnosticOf(doc: Text, { line, column, path, message, found, allowed }: PlacedProblem): Diagnostic {
  const from = offsetOf(doc, line, column);
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from);
  const word = /^(?:"[^"]*"|'[^']*'|[^\s,:[\]{}]+)/.exec(rest)?.[0].length ?? Math.min(1, rest.length);
  return {
    from,
    to: from + word,
    severity: 'error',
    message: `${path === '' ? '' : `${path}: `}${message}. Found ${found}; allowed: ${allowed}.`,
  };
}
