// "['Fiction', \"Children's stories\"]": one text and what follows it.
const ITEM = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/suy;

/**
 * The texts of a list that a program wrote into one field, as Python and JSON do: "['Fiction', 'Crime']". Null for what
 * is no such list, whatever brackets it has.
 */
export function readList(text: string): string[] | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return null;
  const inside = trimmed.slice(1, -1).trim();
  const items: string[] = [];
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < inside.length) {
    const item = ITEM.exec(inside);
    if (item === null) return null;
    items.push((item[1] ?? item[2] ?? "").replace(/\\(.)/gsu, "$1"));
  }
  return items;
}
