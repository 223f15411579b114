namespace GlmmDsl.Analyzers.Tests.Specifications;

/// <summary>A row type, with a typed model of it or a fit at run time.</summary>
internal static class SpecificationSource
{
    private const string Rows = """
        public enum Period { First, Second, Third }
        public enum Outcome { Healthy, Sick }
        public record Herd(int Incidence, int Size, double Share, double Days, bool IsSick, bool? WasSick, Outcome State, [Factor("no", "yes")] string Told, Period Period, string Name, string Region);

        """;

    /// <summary>A typed generalised model.</summary>
    /// <param name="formula">Its formula.</param>
    /// <param name="arguments">What the attribute says behind it.</param>
    /// <param name="members">What else the file declares.</param>
    public static string Model(string formula, string arguments = "Family.Binomial", string members = "") => Rows + $$"""
        [GeneralizedLinearMixedModel<Herd>("{{formula}}", {{arguments}})]
        public sealed partial class Cbpp;
        {{members}}
        """;

    /// <summary>A typed linear model.</summary>
    public static string Linear(string formula, string arguments = "") => Rows + $$"""
        [LinearMixedModel<Herd>("{{formula}}"{{arguments}})]
        public sealed partial class Cbpp;
        """;

    /// <summary>A method with a table at hand.</summary>
    /// <param name="statements">What it does.</param>
    /// <param name="members">Members beside it.</param>
    public static string Run(string statements, string members = "") => Rows + $$"""
        public static partial class Study
        {
            {{members}}
            public static void Run(Table table, bool flag, string name, FitOptions given)
            {
                {{statements}}
            }
        }
        """;
}
