// What a page says first, that something was done or has to be mended, is where
// its reader begins: a screen reader reads it, and the next Tab goes on from it.
const notice = document.querySelector("main .note[role=alert], main .note[role=status]");
if (notice && !location.hash && document.activeElement === document.body) {
  notice.tabIndex = -1;
  notice.focus();
}
