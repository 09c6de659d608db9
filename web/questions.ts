// Questions that come up with an answer: the server decides which, and the page asks it when a choice was made.
export function liveQuestions(root: Document): void {
  const questions = root.querySelector<HTMLElement>("[data-live-questions]");
  questions?.addEventListener("change", (event) => {
    if (!(event.target as Element).matches("input[type=radio], select")) return;
    questions.dispatchEvent(new CustomEvent("answered"));
  });
}
