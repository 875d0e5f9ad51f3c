/**
 * Enter in a field with suggestions takes one of them, and not every webview keeps it for itself: while there is
 * something to take, the first Enter after typing is the field's own, and the next one the dialog's.
 */
export interface Suggesting {
  /** Whether this Enter is the field's. */
  (target: EventTarget | null): boolean;
  typed: (event: Event) => void;
}

export function suggesting(): Suggesting {
  let typed_in: EventTarget | null = null;
  const suggests = (target: EventTarget | null): boolean => {
    const own = typed_in === target && target instanceof HTMLInputElement && offered(target);
    typed_in = null;
    return own;
  };
  suggests.typed = (event: Event): void => {
    typed_in = event.target;
  };
  return suggests;
}

/** Something that what is typed is a part of. */
function offered({ value, list }: HTMLInputElement): boolean {
  const typed = value.trim().toLowerCase();
  return [...(list?.options ?? [])].some(
    (option) => option.value.toLowerCase() !== typed && option.value.toLowerCase().includes(typed),
  );
}
