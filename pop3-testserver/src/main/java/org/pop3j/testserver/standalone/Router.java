package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the control can do. Immutable. */
final class Router {
    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Does it. */
    @FunctionalInterface
    interface Action {
        /**
         * Answers.
         *
         * @param variables what stands in the path where the route has {@code *}
         */
        Reply answer(Request request, List<String> variables) throws IOException, Refusal;
    }

    /** One thing that can be asked for; {@code *} in its path is any one segment. */
    record Route(String method, String path, Action action) {
        private boolean leadsTo(List<String> segments) {
            String[] pattern = segments();
            if (pattern.length != segments.size()) {
                return false;
            }
            for (int i = 0; i < pattern.length; i++) {
                if (!pattern[i].equals("*") && !pattern[i].equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private List<String> variables(List<String> segments) {
            String[] pattern = segments();
            List<String> variables = new ArrayList<>();
            for (int i = 0; i < pattern.length; i++) {
                if (pattern[i].equals("*")) {
                    variables.add(segments.get(i));
                }
            }
            return variables;
        }

        private String[] segments() {
            return path.substring(1).split("/", -1);
        }
    }

    Reply answer(Request request) throws IOException, Refusal {
        List<String> segments = request.path();
        List<Route> there =
                routes.stream().filter(route -> route.leadsTo(segments)).toList();
        if (there.isEmpty()) {
            throw new Refusal(Refusal.NOT_FOUND, "there is no /" + String.join("/", segments));
        }
        for (Route route : there) {
            if (route.method().equals(request.method())) {
                return route.action().answer(request, route.variables(segments));
            }
        }
        String allowed = there.stream()
                .map(route -> route.method().equals("GET") ? "GET, HEAD" : route.method())
                .collect(Collectors.joining(", "));
        throw new Refusal(Refusal.METHOD_NOT_ALLOWED, "here it takes " + allowed + " only", Map.of("Allow", allowed));
    }
}
