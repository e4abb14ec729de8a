"use strict";

/*
 * Asks the server once a second and shows what has changed. Whatever comes from a mail is set as text, never as mark-up.
 */

const PERIOD = 1000;
const SHOWN_TICKETS = 200;
const SHOWN_JOURNEYS = 4;
const FAILURES = {
  throw: {name: "exception", step: "exception, rolled back"},
  checked: {name: "checked exception", step: "checked exception, rolled back"},
  rollback: {name: "roll-back", step: "rolled back by the bean"},
};
const STATES = {
  OK: "polling",
  STARTING: "starting",
  ABSENT: "not active",
  NETWORK: "server cannot be reached",
  TLS: "no secure connection",
  CREDENTIALS: "name or password refused",
  IN_USE: "maildrop in use elsewhere",
  LEDGER: "ledger cannot be used",
};

const $ = (id) => document.getElementById(id);
const sent = new Map(); // unique-id -> {subject, since} of mails sent from here
const wide = window.matchMedia("(min-width: 741px)");
let desk = null;
let tickets = [];
let chosen = null;

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

function show(id, visible) {
  $(id).hidden = !visible;
}

/* Only what differs: screen readers and selections are not disturbed by the rest. */
function text(target, value) {
  if (target.textContent !== String(value)) {
    target.textContent = value;
  }
}

function named(target, value, otherwise) {
  text(target, value || otherwise);
  target.classList.toggle("missing", !value);
}

function size(octets) {
  if (octets < 1000) {
    return `${octets} octets`;
  }
  return octets < 1e6 ? `${(octets / 1e3).toFixed(1)} kB` : `${(octets / 1e6).toFixed(1)} MB`;
}

function clock(instant) {
  return new Date(instant).toLocaleTimeString([], {hour: "2-digit", minute: "2-digit"});
}

function ago(instant) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
  return seconds < 90 ? `${seconds} s ago` : clock(instant);
}

/* The maildrop */

function showMaildrop(maildrop) {
  const pill = $("maildrop-state");
  pill.dataset.state = maildrop.state;
  text(pill.querySelector(".label"), STATES[maildrop.state] ?? maildrop.state.toLowerCase().replaceAll("_", " "));
  text($("maildrop-name"), maildrop.maildrop ?? "The adapter polls nothing yet.");
  text($("maildrop-last-error"), maildrop.lastError ?? "");
  show("maildrop-last-error", Boolean(maildrop.lastError));
  const numbers = {
    "maildrop-backlog": maildrop.backlog,
    "maildrop-in-flight": maildrop.inFlight,
    "maildrop-delivered": maildrop.delivered,
    "maildrop-failed-deliveries": maildrop.failedDeliveries,
    "maildrop-failed-polls": maildrop.failedPolls,
  };
  for (const [id, value] of Object.entries(numbers)) {
    text($(id), value ?? "–");
    $(id).classList.toggle("some", id.includes("failed") && value > 0);
  }
  text($("maildrop-last-poll"), maildrop.lastPoll ? ago(maildrop.lastPoll) : "–");
}

/* The list */

function row(ticket) {
  const subject = element("span", {className: "subject"});
  named(subject, ticket.subject, "(no subject)");
  const sender = element("span", {className: "sender"});
  named(sender, ticket.sender, "(no sender)");
  const marks = element("span", {className: "marks"});
  if (ticket.attempt > 1) {
    marks.append(element("span", {
      className: "badge badge-attempt",
      textContent: `delivered on attempt ${ticket.attempt}`,
    }));
  }
  const count = ticket.attachments.length;
  const open = element("button", {type: "button", className: "open"},
    subject,
    element("time", {className: "time", dateTime: ticket.receivedAt, textContent: clock(ticket.receivedAt)}),
    sender,
    element("span", {className: "clip", textContent: count ? `${count} file${count > 1 ? "s" : ""}` : ""}),
    marks);
  open.addEventListener("click", () => choose(ticket.id, true));
  const item = element("li", {className: "ticket"}, open);
  Object.assign(item.dataset, {ticketId: ticket.id, uniqueId: ticket.uniqueId, attempt: ticket.attempt});
  return item;
}

function showTickets(latest, first) {
  const known = new Set(tickets.map((ticket) => ticket.id));
  const fresh = latest.filter((ticket) => !known.has(ticket.id));
  tickets = latest;

  const list = $("tickets");
  const rows = new Map([...list.children].map((item) => [Number(item.dataset.ticketId), item]));
  let next = list.firstElementChild;
  for (const ticket of latest.slice(0, SHOWN_TICKETS)) {
    const there = rows.get(ticket.id);
    rows.delete(ticket.id);
    if (there && there === next) {
      next = next.nextElementSibling;
    } else {
      const item = there ?? row(ticket);
      item.classList.toggle("new", !first);
      list.insertBefore(item, next);
    }
  }
  rows.forEach((item) => item.remove());

  text($("ticket-count"), latest.length);
  show("tickets-empty", latest.length === 0);
  show("tickets-older", latest.length > SHOWN_TICKETS);
  text($("tickets-older"), `and ${latest.length - SHOWN_TICKETS} older ones`);
  if (!first && fresh.length > 0) {
    announce(fresh.length === 1 ? `New ticket: ${fresh[0].subject || "no subject"}` : `${fresh.length} new tickets`);
  }
}

function announce(message) {
  $("announcement").textContent = message;
}

/* One ticket */

async function choose(id, byHand) {
  chosen = id;
  document.querySelectorAll(".open[aria-current]").forEach((open) => open.removeAttribute("aria-current"));
  document.querySelector(`.ticket[data-ticket-id="${id}"] .open`)?.setAttribute("aria-current", "true");
  const response = await fetch(`api/tickets/${id}`);
  if (!response.ok || chosen !== id) {
    return;
  }
  showDetail(await response.json());
  if (byHand && !wide.matches) {
    $("detail-subject").focus({preventScroll: true});
    $("detail").scrollIntoView();
  }
}

function showDetail(ticket) {
  show("detail-empty", false);
  show("detail", true);
  $("detail").dataset.ticketId = ticket.id;
  named($("detail-subject"), ticket.subject, "(no subject)");
  named($("detail-sender"), ticket.sender, "(no sender)");
  text($("detail-attempt"), `delivered on attempt ${ticket.attempt}`);
  show("detail-attempt", ticket.attempt > 1);
  text($("detail-text"), ticket.text);
  $("detail-text").scrollTop = 0;
  show("detail-text", ticket.text !== "");
  show("detail-no-text", ticket.text === "");
  $("attachments").replaceChildren(...ticket.attachments.map((attachment) => attached(ticket, attachment)));
  show("attached", ticket.attachments.length > 0);
  text($("detail-id"), ticket.id);
  text($("detail-time"), new Date(ticket.receivedAt).toLocaleString());
  text($("detail-octets"), `${ticket.octets.toLocaleString()} octets`);
  text($("detail-unique-id"), ticket.uniqueId);
  text($("detail-sha256"), ticket.sha256);
}

function attached(ticket, attachment) {
  const about = [attachment.type, attachment.octets < 0 ? "unreadable" : size(attachment.octets)];
  if (!attachment.kept && attachment.octets >= 0) {
    about.push("too large to keep");
  }
  const words = [attachment.name, element("small", {textContent: about.join(", ")})];
  if (!attachment.kept) {
    return element("li", {}, element("span", {}, ...words));
  }
  const link = element("a", {
    href: `api/tickets/${ticket.id}/attachments/${attachment.number}`,
    download: attachment.name,
  }, ...words);
  link.dataset.number = attachment.number;
  return element("li", {}, link);
}

/* What became of a mail: from the failed attempts that the server remembers, and the tickets. */

function showJourneys(refusals) {
  const journeys = new Map([...sent].map(([uniqueId, mail]) => [uniqueId, {...mail, failed: []}]));
  for (const refusal of [...refusals].reverse()) {
    if (!journeys.has(refusal.uniqueId)) {
      journeys.set(refusal.uniqueId, {subject: refusal.subject, since: Date.parse(refusal.at), failed: []});
    }
    journeys.get(refusal.uniqueId).failed.push(refusal);
  }
  const latest = [...journeys].sort(([, a], [, b]) => b.since - a.since).slice(0, SHOWN_JOURNEYS);
  show("journeys-card", latest.length > 0);

  // Rebuilt only when something has happened, because there are buttons in it that may have the focus.
  const ticketOf = new Map(tickets.map((ticket) => [ticket.uniqueId, ticket]));
  const state = JSON.stringify(latest.map(([id, journey]) => [id, journey.failed.length, ticketOf.get(id)?.id]));
  if ($("journeys").dataset.shown !== state) {
    $("journeys").dataset.shown = state;
    $("journeys").replaceChildren(...latest.map(([id, journey]) => journeyItem(id, journey, ticketOf.get(id))));
  }
}

function journeyItem(uniqueId, journey, ticket) {
  const steps = [step("", "in the maildrop")];
  for (const refusal of journey.failed) {
    steps.push(step("failed", `attempt ${refusal.attempt}: ${FAILURES[refusal.failure].step}`, refusal.attempt));
  }
  if (ticket) {
    const open = element("button", {type: "button", textContent: `ticket ${ticket.id}`});
    open.addEventListener("click", () => choose(ticket.id, true));
    const done = step("done", `attempt ${ticket.attempt}: `, ticket.attempt);
    done.append(open);
    steps.push(done);
  } else {
    steps.push(step("waiting", journey.failed.length ? "comes again soon" : "not fetched yet"));
  }
  const item = element("li", {className: "journey"},
    element("p", {textContent: journey.subject || "(no subject)"}),
    element("ol", {}, ...steps));
  Object.assign(item.dataset, {uniqueId, outcome: ticket ? "delivered" : "waiting"});
  return item;
}

function step(kind, words, attempt) {
  const made = element("li", {className: `step ${kind}`, textContent: words});
  if (attempt) {
    made.dataset.attempt = attempt;
  }
  return made;
}

/* Sending */

async function send(button, mail) {
  button.disabled = true;
  show("send-problem", false);
  try {
    const response = await fetch("api/mails", {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(mail),
    });
    const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
    if (!response.ok) {
      throw new Error(answer.problem ?? `The server refused the mail (${response.status}).`);
    }
    sent.set(answer.uniqueId, {subject: mail.subject, since: Date.now()});
    announce("Mail sent.");
    if (desk) {
      showJourneys(desk.refusals);
    }
  } catch (problem) {
    text($("send-problem"), problem.message);
    show("send-problem", true);
  } finally {
    button.disabled = false;
  }
}

$("send-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send($("send-submit"), {
    from: $("send-from").value,
    subject: $("send-subject").value,
    text: $("send-text").value,
  });
});

$("fail-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = $("fail-kind").value;
  send($("fail-submit"), {
    from: "visitor@example.com",
    subject: `Fails twice: ${FAILURES[kind].name}`,
    text: "The first two attempts at delivering this mail fail. You read it, so the third did not.",
    fail: `${kind} 2`,
  });
});

/* The loop */

async function poll() {
  try {
    const known = desk === null ? "" : `?known=${encodeURIComponent(desk.revision)}`;
    const response = await fetch(`api/desk${known}`);
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    const first = desk === null;
    desk = await response.json();
    showDesk(first);
    show("connection-lost", false);
  } catch (problem) {
    console.warn("No answer from the desk:", problem);
    show("connection-lost", true);
  }
  setTimeout(poll, PERIOD);
}

function showDesk(first) {
  showMaildrop(desk.maildrop);
  show("try", desk.embedded);
  show("send", desk.embedded);
  text($("tickets-hint"), desk.embedded
    ? "The embedded maildrop has mail; it shows here as soon as the adapter has delivered it."
    : `Send a mail to ${desk.maildrop.maildrop ?? "the maildrop"}; it shows here by itself.`);
  if (desk.tickets) {
    showTickets(desk.tickets, first);
    if (chosen === null && tickets.length > 0 && wide.matches) {
      choose(tickets[0].id, false);
    }
  }
  showJourneys(desk.refusals);
}

poll();
