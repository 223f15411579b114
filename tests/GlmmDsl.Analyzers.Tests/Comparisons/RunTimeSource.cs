namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>A method with a table at hand, whose models are known only by their formulas.</summary>
internal static class RunTimeSource
{
    private const string Models = """
        public record Visit(double Score, double Week, string Patient);
        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")] public sealed partial class Plain;

        """;

    /// <summary>The method.</summary>
    /// <param name="statements">What it does.</param>
    /// <param name="members">Members beside it.</param>
    public static string Of(string statements, string members = "") => Models + Study(statements, members);

    /// <summary>Several such methods, each in a namespace of its own.</summary>
    public static string OfEach(IEnumerable<(string Statements, string Members)> cases) =>
        Models + string.Concat(cases.Select((one, i) => FormattableString.Invariant($"namespace Case{i}\n{{\n{Study(one.Statements, one.Members)}\n}}\n")));

    private static string Study(string statements, string members) => $$"""
        public static partial class Study
        {
            private const string Small = "y ~ Days + (1 | Subject)";
            private const string Large = "y ~ Days + Dose + (1 | Subject)";
            private const string Slopes = "y ~ Days + (Days | Subject)";
            private static readonly FitOptions Ml = new() { Method = FitMethod.Ml };
            private static readonly FitOptions Reml = new() { Method = FitMethod.Reml };
            {{members}}
            public static async Task Run(Table table, Visit[] visits, bool flag, FitOptions given, MixedModelFit seen, string text)
            {
                {{statements}}
                await Task.CompletedTask;
            }
        }
        """;
}
