// Marks the section in view in the outline, and takes tables that need no scrolling out of the tab order.
"use strict";
const links = new Map();
for (const link of document.querySelectorAll(".outline a")) links.set(link.hash.slice(1), link);
const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
const outline = document.querySelector(".outline nav");
let current = null;

function mark() {
  let last = null;
  for (const place of places) {
    if (place.getBoundingClientRect().top > window.innerHeight / 4) break;
    last = place;
  }
  const link = last && links.get(last.id);
  if (link === current) return;
  current?.removeAttribute("aria-current");
  current = link;
  current?.setAttribute("aria-current", "location");
  if (!current || !outline.offsetParent) return;
  const [box, line] = [outline.getBoundingClientRect(), current.getBoundingClientRect()];
  if (line.top < box.top || line.bottom > box.bottom) outline.scrollTop += line.top - box.top - box.height / 3;
}

const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
for (const place of places) observer.observe(place);

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const region of document.querySelectorAll(".sideways")) sizes.observe(region);
