// Liveliness for pages that work without it.
import { CharacterCount, createAll, ErrorSummary, PasswordInput } from "govuk-frontend";
import htmx from "htmx.org";
import { onceOnly } from "./forms";
import { closeLiveSearch } from "./search";
import { passkeys } from "./passkeys";
import { liveQuestions } from "./questions";
import { askWhere } from "./where";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages of a signed-in person stay out of the browser's storage

const words = document.body.dataset;
createAll(ErrorSummary);
createAll(CharacterCount, {
  i18n: {
    charactersUnderLimit: { one: words.leftOne ?? "%{count}", other: words.left ?? "%{count}" },
    charactersAtLimit: words.leftNone ?? "0",
    charactersOverLimit: { one: words.overOne ?? "%{count}", other: words.over ?? "%{count}" },
  },
});
createAll(PasswordInput, {
  i18n: {
    showPassword: words.show, hidePassword: words.hide,
    showPasswordAriaLabel: words.show, hidePasswordAriaLabel: words.hide,
    passwordShownAnnouncement: words.show, passwordHiddenAnnouncement: words.hide,
  },
});
onceOnly(document);
closeLiveSearch(document);
passkeys(document);
liveQuestions(document);
askWhere(document);
if (document.querySelector("[data-map]")) void import("./map").then(({ drawMaps }) => drawMaps(document));

if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
