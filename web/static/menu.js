// On a phone the menu is one row that scrolls: the page that is open is in view.
document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
