package org.pop3j.ra;

import java.io.IOException;
import java.util.function.Consumer;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Tokens of the deployer's own provider, looked up each time: its application may have been deployed anew. */
final class ProvidedTokens implements TokenSource {
    private final LoginSettings.Proof.Provider provider;
    private final MaildropAddress address;

    ProvidedTokens(LoginSettings.Proof.Provider provider, MaildropAddress address) {
        this.provider = provider;
        this.address = address;
    }

    @Override
    public char[] accessToken(boolean renew, Consumer<Runnable> abortWith) throws TokenException {
        AccessTokenProvider found = lookup();
        try {
            return found.accessToken(address.user(), address.host(), renew);
        } catch (IOException | RuntimeException e) {
            throw new TokenException(provider + " gives no token: " + Reasons.of(e), e);
        }
    }

    @SuppressWarnings("BanJNDI") // The name is the deployer's, not a user's.
    private AccessTokenProvider lookup() throws TokenException {
        try {
            Object found = new InitialContext().lookup(provider.jndiName());
            if (found instanceof AccessTokenProvider tokens) {
                return tokens;
            }
            throw new TokenException(
                    provider + " is not an AccessTokenProvider but a "
                            + (found == null ? "null" : found.getClass().getName()),
                    null);
        } catch (NamingException e) {
            throw new TokenException(provider + " is not found: " + e, e);
        }
    }
}
