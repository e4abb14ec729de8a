package org.pop3j.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.ClientExchange;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.auth.MechanismException;
import org.pop3j.protocol.ClientEngine;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Event;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.StatusLine;

/** One AUTH as the client sees it: what it says to each challenge, and what its end means. Used once, then closed. */
final class Authentication implements AutoCloseable {
    /** More than any mechanism has. */
    private static final int MAX_CHALLENGES = 16;

    private static final byte[] EMPTY = {};

    /** A server that says this of a command has not looked at the password that came with it. */
    private static final Pattern MECHANISM =
            Pattern.compile("mechanism|auth(?:entication|orization)? (?:type|method|protocol|scheme)");

    private static final Pattern UNKNOWN = Pattern.compile("unknown|unsupported|unrecogni[sz]ed|invalid"
            + "|not (?:supported|recogni[sz]ed|known|available|enabled|implemented)");

    /** If it speaks of these, it has. */
    private static final Pattern ACCOUNT = Pattern.compile("user|password|account|credential");

    private final Mechanism mechanism;
    private final ClientExchange exchange;
    private final Credentials credentials;
    private final boolean initialResponse;
    /** Made for the command, but too long for it. */
    private byte @Nullable [] early;
    /** The responses as they were sent, because servers repeat what they do not like. */
    private final List<char[]> sent = new ArrayList<>();

    private int challenges;
    private @Nullable Pop3Exception objection;
    /** Whether the objection is the server's own, and was acknowledged. */
    private boolean reported;

    private boolean secretSent;
    private boolean inconclusive;

    Authentication(Mechanism mechanism, ClientExchange exchange, Credentials credentials, boolean initialResponse) {
        this.mechanism = mechanism;
        this.exchange = exchange;
        this.credentials = credentials;
        this.initialResponse = initialResponse && mechanism.clientFirst();
    }

    /** The mechanism's. */
    String name() {
        return mechanism.wireName();
    }

    /** AUTH, with the first response if that is wanted and fits. */
    Command command() throws Pop3Exception {
        if (!initialResponse) {
            return Command.auth(mechanism.wireName());
        }
        byte[] response = firstResponse();
        int base64 = (response.length + 2) / 3 * 4;
        if ("AUTH  \r\n".length() + mechanism.wireName().length() + base64 > Command.MAX_OCTETS) {
            early = response;
            return Command.auth(mechanism.wireName());
        }
        sending(response);
        Command command = Command.auth(mechanism.wireName(), response, complete());
        Arrays.fill(response, (byte) 0);
        return command;
    }

    private byte[] firstResponse() throws Pop3Exception {
        try {
            return exchange.respond(EMPTY);
        } catch (MechanismException e) {
            throw new Pop3Exception(Keyword.AUTH + " " + mechanism.wireName() + ": " + e.getMessage());
        }
    }

    /** The response, empty if the exchange is to be cancelled. */
    Optional<byte[]> answer(Event.Challenge challenge) throws Pop3ProtocolException {
        try {
            if (challenges++ == MAX_CHALLENGES) {
                throw new MechanismException("more than " + MAX_CHALLENGES + " challenges");
            }
            byte[] response = respond(challenge);
            if (response.length > ClientEngine.MAX_RESPONSE_OCTETS) {
                Arrays.fill(response, (byte) 0);
                throw new MechanismException("the response is too long");
            }
            sending(response);
            return Optional.of(response);
        } catch (MechanismException e) {
            if (challenge.positive()) {
                // It cannot be cancelled any more: for the server this is the TRANSACTION state.
                throw new Pop3ProtocolException(
                        Keyword.AUTH + " " + mechanism.wireName() + ": success before its time: " + e.getMessage());
            }
            return object(e);
        }
    }

    /** A failure that the server reports is acknowledged, so that it says the rest by its refusal; all else is cancelled. */
    private Optional<byte[]> object(MechanismException reason) {
        boolean again = objection != null;
        reported = reason.reported();
        objection = new Pop3Exception(
                Keyword.AUTH + " " + mechanism.wireName() + (reported ? ": " : " cancelled: ") + reason.getMessage());
        return reported && !again ? Optional.of(new byte[0]) : Optional.empty();
    }

    private byte[] respond(Event.Challenge challenge) throws MechanismException {
        if (challenge.positive() && challenges > 1) {
            // Whoever says this after the name may mean it: the password stays here.
            throw new MechanismException("a challenge is no +OK");
        }
        // Of +OK in place of the empty challenge the text is for people.
        boolean prompt = challenge.positive()
                && challenges == 1
                && mechanism.clientFirst()
                && (!initialResponse || early != null);
        Optional<byte[]> octets = prompt ? Optional.of(EMPTY) : challenge.octets();
        byte[] made = early;
        if (octets.isEmpty()) {
            throw new MechanismException("the challenge is not base64");
        }
        if (made == null) {
            return exchange.respond(octets.get());
        }
        early = null;
        if (octets.get().length > 0) {
            throw new MechanismException("a challenge although the client goes first");
        }
        return made;
    }

    /** Whether {@code +OK} would be a success. */
    boolean complete() {
        return exchange.complete();
    }

    /** What {@code -ERR} means: nothing but our own objection if the client had cancelled before it said anything secret. */
    Pop3Exception refused(StatusLine statusLine) {
        boolean silent = statusLine.code().isEmpty();
        inconclusive = silent && (!secretSent || mechanismUnknown(statusLine.text()));
        Pop3Exception ours = objection;
        if (ours != null && silent && !secretSent && !reported) {
            return ours;
        }
        Pop3LoginException refusal = refusal(statusLine);
        if (ours != null) {
            refusal.addSuppressed(ours);
        }
        return refusal;
    }

    private Pop3LoginException refusal(StatusLine statusLine) {
        char[] secret = credentials.secret();
        try {
            List<char[]> secrets = new ArrayList<>(sent);
            secrets.add(secret);
            return new Pop3LoginException(Keyword.AUTH, Mask.mask(statusLine, secrets));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** Whether the server has refused without having been shown a secret, or without a look at it. */
    boolean inconclusive() {
        return inconclusive;
    }

    /** Of a server that has sent a challenge nobody believes that. */
    private boolean mechanismUnknown(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return challenges == 0
                && MECHANISM.matcher(lower).find()
                && UNKNOWN.matcher(lower).find()
                && !ACCOUNT.matcher(lower).find();
    }

    private void sending(byte[] response) {
        secretSent |= exchange.secretUsed();
        byte[] encoded = Base64.getEncoder().encode(response);
        char[] text = new char[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            text[i] = (char) encoded[i];
        }
        sent.add(text);
        Arrays.fill(encoded, (byte) 0);
    }

    /** Overwrites what could be a secret. */
    @Override
    public void close() {
        sent.forEach(response -> Arrays.fill(response, '\0'));
        if (early != null) {
            Arrays.fill(early, (byte) 0);
        }
    }
}
