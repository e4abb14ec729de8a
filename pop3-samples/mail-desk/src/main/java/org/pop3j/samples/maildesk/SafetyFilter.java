package org.pop3j.samples.maildesk;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mail is written by strangers: should a mark-up of theirs ever reach the page, then the browser must not obey it. And a
 * page of another site must not be able to send mail here.
 */
@WebFilter("/*")
public final class SafetyFilter implements Filter {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("Content-Security-Policy", POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        answer.setHeader("Cache-Control", "no-store");
        if (HARMLESS.contains(http.getMethod()) || sameOrigin(http)) {
            chain.doFilter(request, response);
        } else {
            answer.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** Browsers send at least one of the two headers with a POST; what sends neither acts for no other site. */
    private static boolean sameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site == null || site.equals("same-origin"))
                && (origin == null || authority(origin).equalsIgnoreCase(request.getHeader("Host")));
    }

    private static String authority(String origin) {
        try {
            @Nullable String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
