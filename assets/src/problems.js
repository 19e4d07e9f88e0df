// Says why there is no answer, in the reader's language, and what can be done.

/**
 * Makes what the result view shows of an error.
 *
 * @param {Record<string, string>} texts of the page.
 * @param {() => object} editor gives the one that asked.
 */
export function problemRenderer(texts, editor) {
  return async ({ text }) => {
    const problem = parsed(text);
    const shown = document.createElement("div");
    shown.className = "problem";
    shown.setAttribute("role", "alert");
    const kind = problem.own ?? problem.limit ?? (problem.line ? "wrong" : "other");
    shown.append(paragraph(texts[`problem-${kind}`] ?? texts["problem-other"], "b"));
    if (problem.detail) {
      const detail = paragraph(problem.detail);
      detail.lang = "en";
      shown.append(detail);
    }
    if (problem.line) shown.append(way(problem, texts, editor()));
    return shown;
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text };
  }
}

function paragraph(text, inner = "span") {
  const p = document.createElement("p");
  const held = document.createElement(inner);
  held.textContent = text;
  p.append(held);
  return p;
}

/** Returns a button that leads to the place in the query. */
function way({ line, column }, texts, editor) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = `${texts.line} ${line}, ${texts.column} ${column}`;
  button.addEventListener("click", () => {
    editor.getDoc().setCursor({ line: line - 1, ch: column - 1 });
    editor.focus();
  });
  const p = document.createElement("p");
  p.append(button);
  return p;
}
