/** A module. */
@Deprecated
open module com.example.app {
    requires transitive java.sql;
    exports com.example.api to com.example.other;
    uses com.example.api.Service;
    provides com.example.api.Service with com.example.impl.First, com.example.impl.Second;
}
