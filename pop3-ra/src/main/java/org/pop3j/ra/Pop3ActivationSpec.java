package org.pop3j.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.MailHandler;

/**
 * Which maildrop a message-driven bean takes its mail from, and how.
 *
 * <p>Every property is a String, so that a mistyped value is told instead of silently replaced by the default, as some
 * servers do with numbers. In every value {@code ${env.NAME}}, {@code ${sys.name}} and {@code ${file:/path}} are replaced.
 * Durations are ISO-8601, such as {@code PT30S}. Configured by the container on one thread, then not changed.
 */
@ValidActivation
@Activation(messageListeners = {MailListener.class, MailHandler.class, RawMailListener.class})
public class Pop3ActivationSpec implements ActivationSpec {
    private @Nullable ResourceAdapter resourceAdapter;

    @ConfigProperty(description = "Host name or address of the POP3 server. Required.")
    private @Nullable String serverName;

    @ConfigProperty(description = "Port, 1 to 65535; 995 with tls=IMPLICIT, otherwise 110, if absent.")
    private @Nullable String portNumber;

    @ConfigProperty(description = "Name of the maildrop's user. Required.")
    private @Nullable String userName;

    @ConfigProperty(description = "The user's password. Required, unless access tokens are used.", confidential = true)
    private @Nullable String password;

    @ConfigProperty(
            description = "IMPLICIT (TLS from the first octet), STLS (upgrade or fail) or NONE (readable by all).")
    private @Nullable String tls = "IMPLICIT";

    @ConfigProperty(description = "PEM file of the certificates to trust; the JVM's own if absent.")
    private @Nullable String trustedCertificates;

    @ConfigProperty(description = "Time from one poll to the next, PT0.1S to P1D.")
    private @Nullable String pollInterval = "PT30S";

    @ConfigProperty(
            description = "Name under which deliveries are remembered, at most 120 characters; must stay the same"
                    + " when the application is deployed anew. The bean's class name if absent.")
    private @Nullable String subscriptionName;

    @ConfigProperty(description = "How many mails are delivered to the bean at the same time, 1 to 64.")
    private @Nullable String maxConcurrency = "4";

    @ConfigProperty(
            description = "Time before a mail that was not taken is delivered again, doubled with each attempt;"
                    + " PT0.1S to P7D.")
    private @Nullable String redeliveryDelay = "PT30S";

    @ConfigProperty(description = "The longest time before a mail is delivered again, PT0.1S to P7D.")
    private @Nullable String redeliveryMaxDelay = "PT1H";

    @ConfigProperty(description = "How long an undeployment waits for deliveries that are running, PT0S to PT10M.")
    private @Nullable String drainTimeout = "PT20S";

    @ConfigProperty(
            description = "JNDI name of the DataSource that holds the ledger, which then takes part in the bean's"
                    + " transaction; a database file of the adapter's own if absent.")
    private @Nullable String ledgerDataSource;

    @ConfigProperty(
            description = "Directory of the adapter's own database file; in the server's data folder if absent.")
    private @Nullable String ledgerDirectory;

    @ConfigProperty(description = "How long the ledger remembers a mail that is gone from the server, P1D to P3650D.")
    private @Nullable String ledgerRetention = "P30D";

    @ConfigProperty(
            description = "By how much redeliveryDelay grows with each attempt, 1 (not at all) to 10, such as 1.5.")
    private @Nullable String redeliveryBackoff = "2";

    @ConfigProperty(description = "After how many attempts a mail is given up, 1 to 1000.")
    private @Nullable String maxAttempts = "6";

    @ConfigProperty(
            description = "What becomes of a mail that was given up: PARK (stays on the server and is passed over) or"
                    + " DIRECTORY (written to deadLetterDirectory and deleted).")
    private @Nullable String deadLetter = "PARK";

    @ConfigProperty(description = "Directory for mails that were given up. Required with deadLetter=DIRECTORY.")
    private @Nullable String deadLetterDirectory;

    @ConfigProperty(description = "DELETE or KEEP: what becomes of a mail on the server when the bean has taken it.")
    private @Nullable String afterDelivery = "DELETE";

    @ConfigProperty(
            description = "With afterDelivery=DELETE, how long a mail stays on the server after the bean has taken it,"
                    + " PT0S to P365D; it goes with the next poll if absent.")
    private @Nullable String deleteDelay;

    @ConfigProperty(
            description = "The largest mail that is fetched, in octets, 1 to 2147483647; a larger one stays on the"
                    + " server and is told of in the log.")
    private @Nullable String maxMessageSize = "104857600";

    @ConfigProperty(
            description = "PAUSE, REDELIVER or MATCH_FINGERPRINT: what to do when all unique-ids of the maildrop have"
                    + " changed.")
    private @Nullable String onUniqueIdReset = "PAUSE";

    @ConfigProperty(
            description = "Mechanisms of AUTH to try instead of the best that the server has, with commas between them;"
                    + " or USER for USER and PASS.")
    private @Nullable String authMechanisms;

    @ConfigProperty(
            description = "JNDI name of an AccessTokenProvider, to log in with access tokens instead of a password.")
    private @Nullable String accessTokenProvider;

    @ConfigProperty(
            description = "URI of an OAuth 2 token endpoint, to log in with access tokens instead of a password.")
    private @Nullable String tokenEndpoint;

    @ConfigProperty(description = "The adapter's name at the token endpoint.")
    private @Nullable String clientId;

    @ConfigProperty(description = "The adapter's secret at the token endpoint.", confidential = true)
    private @Nullable String clientSecret;

    @ConfigProperty(description = "The scope to ask the token endpoint for.")
    private @Nullable String scope;

    @ConfigProperty(
            description = "A refresh token; the client's own credentials are used if absent.",
            confidential = true)
    private @Nullable String refreshToken;

    @ConfigProperty(
            description = "How many sessions there may be at once with the same mail server, for all its maildrops,"
                    + " 1 to 16.")
    private @Nullable String maxConnectionsPerHost = "8";

    @ConfigProperty(
            description = "What becomes of fetched mail if the process ends before it is delivered. TRANSIENT: it is"
                    + " fetched again. DURABLE: it is in files, for servers that hide or remove what was fetched.")
    private @Nullable String spool = "TRANSIENT";

    @ConfigProperty(
            description =
                    "NONE (several mails at the same time) or STRICT (one after the other, in the server's order; one"
                            + " that is not taken holds up those behind it).")
    private @Nullable String ordering = "NONE";

    /** For the container. */
    public Pop3ActivationSpec() {}

    /**
     * Tells all that is wrong with the properties at once (Jakarta Connectors 2.1, section 14.4.2.2). Needs neither a
     * resource adapter nor a server that answers.
     *
     * @throws InvalidPropertyException if a property is missing or out of its bounds; no value of a secret is in its text
     */
    @Override
    public void validate() throws InvalidPropertyException {
        try {
            Settings.of(this);
        } catch (InvalidSettingsException e) {
            InvalidPropertyException invalid = new InvalidPropertyException(e.getMessage());
            invalid.setInvalidPropertyDescriptors(descriptors(e.properties()));
            throw invalid;
        }
    }

    private static PropertyDescriptor[] descriptors(List<String> properties) {
        PropertyDescriptor[] descriptors = new PropertyDescriptor[properties.size()];
        for (int i = 0; i < descriptors.length; i++) {
            try {
                descriptors[i] = new PropertyDescriptor(properties.get(i), Pop3ActivationSpec.class);
            } catch (IntrospectionException e) {
                throw new IllegalStateException("no property " + properties.get(i), e);
            }
        }
        return descriptors;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /**
     * Associates the spec with its adapter, once (section 6.3.3).
     *
     * @throws ResourceException if it belongs to another one already
     */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw new ResourceException("this activation spec belongs to another resource adapter already");
        }
        resourceAdapter = adapter;
    }

    /** Host name or address of the POP3 server; null if absent. */
    public @Nullable String getServerName() {
        return serverName;
    }

    /** Host name or address of the POP3 server; null if absent. */
    public void setServerName(@Nullable String serverName) {
        this.serverName = serverName;
    }

    /** The port in decimal; null if absent. */
    public @Nullable String getPortNumber() {
        return portNumber;
    }

    /** The port in decimal; null if absent. */
    public void setPortNumber(@Nullable String portNumber) {
        this.portNumber = portNumber;
    }

    /** The name of the maildrop's user; null if absent. */
    public @Nullable String getUserName() {
        return userName;
    }

    /** The name of the maildrop's user; null if absent. */
    public void setUserName(@Nullable String userName) {
        this.userName = userName;
    }

    /** The user's password; never printed; null if absent. */
    public @Nullable String getPassword() {
        return password;
    }

    /** The user's password; never printed; null if absent. */
    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    /** {@code IMPLICIT}, {@code STLS} or {@code NONE}; null if absent. */
    public @Nullable String getTls() {
        return tls;
    }

    /** {@code IMPLICIT}, {@code STLS} or {@code NONE}; null if absent. */
    public void setTls(@Nullable String tls) {
        this.tls = tls;
    }

    /** A PEM file with the certificates to trust; null if absent. */
    public @Nullable String getTrustedCertificates() {
        return trustedCertificates;
    }

    /** A PEM file with the certificates to trust; null if absent. */
    public void setTrustedCertificates(@Nullable String trustedCertificates) {
        this.trustedCertificates = trustedCertificates;
    }

    /** The time from one poll to the next, ISO-8601; null if absent. */
    public @Nullable String getPollInterval() {
        return pollInterval;
    }

    /** The time from one poll to the next, ISO-8601; null if absent. */
    public void setPollInterval(@Nullable String pollInterval) {
        this.pollInterval = pollInterval;
    }

    /** The name under which deliveries are remembered; null if absent. */
    public @Nullable String getSubscriptionName() {
        return subscriptionName;
    }

    /** The name under which deliveries are remembered; null if absent. */
    public void setSubscriptionName(@Nullable String subscriptionName) {
        this.subscriptionName = subscriptionName;
    }

    /** How many mails are delivered at the same time, in decimal; null if absent. */
    public @Nullable String getMaxConcurrency() {
        return maxConcurrency;
    }

    /** How many mails are delivered at the same time, in decimal; null if absent. */
    public void setMaxConcurrency(@Nullable String maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
    }

    /** The time before the second attempt, ISO-8601; null if absent. */
    public @Nullable String getRedeliveryDelay() {
        return redeliveryDelay;
    }

    /** The time before the second attempt, ISO-8601; null if absent. */
    public void setRedeliveryDelay(@Nullable String redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    /** The longest time between two attempts, ISO-8601; null if absent. */
    public @Nullable String getRedeliveryMaxDelay() {
        return redeliveryMaxDelay;
    }

    /** The longest time between two attempts, ISO-8601; null if absent. */
    public void setRedeliveryMaxDelay(@Nullable String redeliveryMaxDelay) {
        this.redeliveryMaxDelay = redeliveryMaxDelay;
    }

    /** How long an undeployment waits for running deliveries, ISO-8601; null if absent. */
    public @Nullable String getDrainTimeout() {
        return drainTimeout;
    }

    /** How long an undeployment waits for running deliveries, ISO-8601; null if absent. */
    public void setDrainTimeout(@Nullable String drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    /** The JNDI name of the ledger's DataSource; null if absent. */
    public @Nullable String getLedgerDataSource() {
        return ledgerDataSource;
    }

    /** The JNDI name of the ledger's DataSource; null if absent. */
    public void setLedgerDataSource(@Nullable String ledgerDataSource) {
        this.ledgerDataSource = ledgerDataSource;
    }

    /** The directory of the adapter's own ledger; null if absent. */
    public @Nullable String getLedgerDirectory() {
        return ledgerDirectory;
    }

    /** The directory of the adapter's own ledger; null if absent. */
    public void setLedgerDirectory(@Nullable String ledgerDirectory) {
        this.ledgerDirectory = ledgerDirectory;
    }

    /** How long the ledger remembers what is gone from the server, ISO-8601; null if absent. */
    public @Nullable String getLedgerRetention() {
        return ledgerRetention;
    }

    /** How long the ledger remembers what is gone from the server, ISO-8601; null if absent. */
    public void setLedgerRetention(@Nullable String ledgerRetention) {
        this.ledgerRetention = ledgerRetention;
    }

    /** By how much the delay grows with each attempt, a decimal number; null if absent. */
    public @Nullable String getRedeliveryBackoff() {
        return redeliveryBackoff;
    }

    /** By how much the delay grows with each attempt, a decimal number; null if absent. */
    public void setRedeliveryBackoff(@Nullable String redeliveryBackoff) {
        this.redeliveryBackoff = redeliveryBackoff;
    }

    /** After how many attempts a mail is given up, in decimal; null if absent. */
    public @Nullable String getMaxAttempts() {
        return maxAttempts;
    }

    /** After how many attempts a mail is given up, in decimal; null if absent. */
    public void setMaxAttempts(@Nullable String maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /** {@code PARK} or {@code DIRECTORY}; null if absent. */
    public @Nullable String getDeadLetter() {
        return deadLetter;
    }

    /** {@code PARK} or {@code DIRECTORY}; null if absent. */
    public void setDeadLetter(@Nullable String deadLetter) {
        this.deadLetter = deadLetter;
    }

    /** The directory for mails that were given up; null if absent. */
    public @Nullable String getDeadLetterDirectory() {
        return deadLetterDirectory;
    }

    /** The directory for mails that were given up; null if absent. */
    public void setDeadLetterDirectory(@Nullable String deadLetterDirectory) {
        this.deadLetterDirectory = deadLetterDirectory;
    }

    /** DELETE or KEEP; null if absent. */
    public @Nullable String getAfterDelivery() {
        return afterDelivery;
    }

    /** DELETE or KEEP; null if absent. */
    public void setAfterDelivery(@Nullable String afterDelivery) {
        this.afterDelivery = afterDelivery;
    }

    /** How long a mail that was taken stays on the server, ISO-8601; null if absent. */
    public @Nullable String getDeleteDelay() {
        return deleteDelay;
    }

    /** How long a mail that was taken stays on the server, ISO-8601; null if absent. */
    public void setDeleteDelay(@Nullable String deleteDelay) {
        this.deleteDelay = deleteDelay;
    }

    /** The largest mail that is fetched, in octets, in decimal; null if absent. */
    public @Nullable String getMaxMessageSize() {
        return maxMessageSize;
    }

    /** The largest mail that is fetched, in octets, in decimal; null if absent. */
    public void setMaxMessageSize(@Nullable String maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    /** PAUSE, REDELIVER or MATCH_FINGERPRINT; null if absent. */
    public @Nullable String getOnUniqueIdReset() {
        return onUniqueIdReset;
    }

    /** PAUSE, REDELIVER or MATCH_FINGERPRINT; null if absent. */
    public void setOnUniqueIdReset(@Nullable String onUniqueIdReset) {
        this.onUniqueIdReset = onUniqueIdReset;
    }

    /** The mechanisms of AUTH to try, or {@code USER}; null if absent. */
    public @Nullable String getAuthMechanisms() {
        return authMechanisms;
    }

    /** The mechanisms of AUTH to try, or {@code USER}; null if absent. */
    public void setAuthMechanisms(@Nullable String authMechanisms) {
        this.authMechanisms = authMechanisms;
    }

    /** The JNDI name of the provider of access tokens; null if absent. */
    public @Nullable String getAccessTokenProvider() {
        return accessTokenProvider;
    }

    /** The JNDI name of the provider of access tokens; null if absent. */
    public void setAccessTokenProvider(@Nullable String accessTokenProvider) {
        this.accessTokenProvider = accessTokenProvider;
    }

    /** The URI of the token endpoint; null if absent. */
    public @Nullable String getTokenEndpoint() {
        return tokenEndpoint;
    }

    /** The URI of the token endpoint; null if absent. */
    public void setTokenEndpoint(@Nullable String tokenEndpoint) {
        this.tokenEndpoint = tokenEndpoint;
    }

    /** The adapter's name at the token endpoint; null if absent. */
    public @Nullable String getClientId() {
        return clientId;
    }

    /** The adapter's name at the token endpoint; null if absent. */
    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    /** The adapter's secret at the token endpoint; never printed; null if absent. */
    public @Nullable String getClientSecret() {
        return clientSecret;
    }

    /** The adapter's secret at the token endpoint; never printed; null if absent. */
    public void setClientSecret(@Nullable String clientSecret) {
        this.clientSecret = clientSecret;
    }

    /** The scope to ask the token endpoint for; null if absent. */
    public @Nullable String getScope() {
        return scope;
    }

    /** The scope to ask the token endpoint for; null if absent. */
    public void setScope(@Nullable String scope) {
        this.scope = scope;
    }

    /** The refresh token; never printed; null if absent. */
    public @Nullable String getRefreshToken() {
        return refreshToken;
    }

    /** The refresh token; never printed; null if absent. */
    public void setRefreshToken(@Nullable String refreshToken) {
        this.refreshToken = refreshToken;
    }

    /** How many sessions there may be at once with the same mail server, in decimal; null if absent. */
    public @Nullable String getMaxConnectionsPerHost() {
        return maxConnectionsPerHost;
    }

    /** How many sessions there may be at once with the same mail server, in decimal; null if absent. */
    public void setMaxConnectionsPerHost(@Nullable String maxConnectionsPerHost) {
        this.maxConnectionsPerHost = maxConnectionsPerHost;
    }

    /** {@code TRANSIENT} or {@code DURABLE}; null if absent. */
    public @Nullable String getSpool() {
        return spool;
    }

    /** {@code TRANSIENT} or {@code DURABLE}; null if absent. */
    public void setSpool(@Nullable String spool) {
        this.spool = spool;
    }

    /** {@code NONE} or {@code STRICT}; null if absent. */
    public @Nullable String getOrdering() {
        return ordering;
    }

    /** {@code NONE} or {@code STRICT}; null if absent. */
    public void setOrdering(@Nullable String ordering) {
        this.ordering = ordering;
    }
}
