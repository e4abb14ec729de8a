package org.pop3j.ra.handler;

/**
 * What a message-driven bean implements whose {@link OnMail} methods each take the mail that is theirs. It has no methods of
 * its own (Enterprise Beans 4.0, section 5.4.3).
 *
 * <p>A mail goes to one method: the first, by {@link OnMail#priority}, all of whose conditions it meets. A normal return,
 * followed by a commit of the transaction if the method has one, means <em>taken</em>; an exception of any kind, or
 * {@code setRollbackOnly()}, means <em>not taken</em>, and the mail comes again. So does a mail that no method takes: have a
 * method without conditions for the rest.
 *
 * <p>All methods are checked when the bean is activated; what is wrong with them is told at once, and keeps the bean from
 * being activated. Methods without {@link OnMail} are the bean's own affair.
 */
public interface MailHandler {}
