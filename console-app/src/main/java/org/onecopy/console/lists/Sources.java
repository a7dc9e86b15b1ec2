package org.onecopy.console.lists;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.client.AdminClient;

/** Where tables get their rows from. */
final class Sources {
    /** As many as a node gives at once. */
    static final Filter MANY = new Filter(null, null, Filter.LIMIT_MAX);

    private Sources() {}

    /** What any node knows. */
    static <T> Function<Gateway, Listing<T>> plain(Function<AdminClient, List<T>> question) {
        return gateway -> {
            List<T> all = gateway.ask(question);
            return new Listing<>(all, all.size());
        };
    }

    /** What each node knows of its own zone, each once. */
    static <T> Listing<T> together(
            Gateway gateway, Function<AdminClient, Listing<T>> question, Function<T, Object> key, Comparator<T> order) {
        Map<Object, T> all = new LinkedHashMap<>();
        long more = 0;
        for (Listing<T> answer : gateway.askAll(question)) {
            answer.items().forEach(item -> all.putIfAbsent(key.apply(item), item));
            more += answer.total() - answer.items().size();
        }
        List<T> sorted = all.values().stream().sorted(order).toList();
        return new Listing<>(sorted, sorted.size() + more);
    }
}
