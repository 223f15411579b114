namespace GlmmDsl.Analyzers.Tests.Comparisons;

/// <summary>Models to compare, and a method that compares them.</summary>
internal static class ComparisonSource
{
    private const string Models = """
        using First = Plain.RemlFit;

        public enum Arm { Placebo, Drug }
        public record Visit(double Score, double Week, double Dose, Arm Arm, string Patient, string Site);

        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")] public sealed partial class Plain;
        [LinearMixedModel<Visit>("Score ~ Week + (Week | Patient)")] public sealed partial class Slopes;
        [LinearMixedModel<Visit>("Score ~ Week * Arm + (1 | Patient)")] public sealed partial class Full;
        [LinearMixedModel<Visit>("Score ~ Arm + Week + Arm:Week + (Week | Patient)")] public sealed partial class FullSlopes;
        [LinearMixedModel<Visit>("Score ~ poly(Week, 2) + (1 | Patient)")] public sealed partial class Curve;
        [LinearMixedModel<Visit>("Score ~ Week + I(Week^2) + (1 | Patient)")] public sealed partial class Square;
        [LinearMixedModel<Visit>("log(Score) ~ Week + (1 | Patient)")] public sealed partial class LogScore;
        [LinearMixedModel<Visit>("Dose ~ Week + (1 | Patient)")] public sealed partial class DoseModel;
        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)", Weights = "Dose")] public sealed partial class Weighted;
        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)", Missing = MissingValues.Omit)] public sealed partial class Omitting;
        public record Day(double Score, double Week, string Patient);
        [LinearMixedModel<Day>("Score ~ Week + (1 | Patient)")] public sealed partial class Daily;

        """;

    /// <summary>A method with the rows at hand.</summary>
    /// <param name="statements">What it does.</param>
    /// <param name="members">Members beside it.</param>
    public static string Of(string statements, string members = "") => Models + Study(statements, members);

    /// <summary>Several such methods, each in a namespace of its own.</summary>
    public static string OfEach(IEnumerable<(string Statements, string Members)> cases) =>
        Models + string.Concat(cases.Select((one, i) => FormattableString.Invariant($"namespace Case{i}\n{{\n{Study(one.Statements, one.Members)}\n}}\n")));

    private static string Study(string statements, string members) => $$"""
        public static partial class Study
        {
            {{members}}
            public static async Task Run(Visit[] rows, bool flag)
            {
                {{statements}}
                await Task.CompletedTask;
            }
        }
        """;
}
