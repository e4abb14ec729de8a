/**
 * A ticket desk: mail in, tickets out. {@link org.pop3j.samples.maildesk.TicketBean} is the part that every application
 * with the adapter has; the rest makes it visible.
 *
 * <p>Over HTTP:
 *
 * <ul>
 *   <li>{@code GET /} the page
 *   <li>{@code GET /api/desk} all that the page shows: {@code embedded}, {@code revision} (a text that changes with each ticket),
 *       {@code tickets} (newest first; left out if {@code ?known=} names the present revision), {@code maildrop} (the
 *       attributes of the adapter's MXBean), {@code refusals} (the latest attempts that failed on request)
 *   <li>{@code GET /api/tickets/{id}} one ticket with its text
 *   <li>{@code GET /api/tickets/{id}/attachments/{n}} what was attached, n from 1
 *   <li>{@code POST /api/mails} with {@code {from, subject, text, fail?}} as JSON puts a mail into the embedded maildrop
 *       and answers {@code {uniqueId}}
 * </ul>
 */
@NullMarked
package org.pop3j.samples.maildesk;

import org.jspecify.annotations.NullMarked;
