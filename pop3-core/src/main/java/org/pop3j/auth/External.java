package org.pop3j.auth;

import java.util.Optional;

/** The certificate that the client has shown in TLS says who it is (RFC 4422, appendix A). */
final class External {
    private External() {}

    /** Says in whose name, or nothing: then the certificate's. */
    static final class Client implements ClientExchange {
        private final byte[] identity;
        private boolean complete;

        Client(Credentials credentials) {
            String user = credentials.user();
            identity = Utf8.octets(user.isEmpty() ? "" : SaslPrep.query(user));
        }

        @Override
        public byte[] respond(byte[] challenge) throws MechanismException {
            if (complete || challenge.length > 0) {
                throw new MechanismException("EXTERNAL has no challenge");
            }
            complete = true;
            return identity.clone();
        }

        /** The key has been used already, in TLS. */
        @Override
        public boolean secretUsed() {
            return false;
        }

        @Override
        public boolean complete() {
            return complete;
        }
    }

    /** Nobody may act as somebody else. */
    static final class Server implements ServerExchange {
        private final Optional<String> user;

        Server(ServerContext context) {
            user = context.certificateUser();
        }

        @Override
        public ServerStep respond(byte[] response) {
            Optional<String> identity = Utf8.text(response, 0, response.length).flatMap(SaslPrep::authorization);
            if (identity.isEmpty() || identity.get().indexOf('\0') >= 0) {
                return ServerStep.Failed.MALFORMED;
            }
            boolean self = identity.get().isEmpty() || identity.equals(user);
            return user.filter(name -> self)
                    .<ServerStep>map(ServerStep.Verified::new)
                    .orElse(ServerStep.Failed.WRONG);
        }
    }
}
