namespace GlmmDsl.Analyzers.Tests.Inference;

/// <summary>Models, and a method that does something with their fits.</summary>
internal static class InferenceSource
{
    /// <summary>The models.</summary>
    public const string Models = """
        public enum Arm { Placebo, Drug }
        public enum Stage { Early, Middle, Late }
        public record Visit(double Score, double Week, bool Cured, Arm Arm, string Patient, string Site, int Year, Stage Stage);

        [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")] public sealed partial class Plain;
        [LinearMixedModel<Visit>("Score ~ Week * Arm + (1 | Patient)")] public sealed partial class Full;
        [LinearMixedModel<Visit>("Score ~ Week * Arm + (1 | Patient)", Contrasts = "Arm=sum")] public sealed partial class Summed;
        [LinearMixedModel<Visit>("Score ~ Week + Arm + (1 | Patient)")] public sealed partial class Added;
        [LinearMixedModel<Visit>("Score ~ Arm + (1 | Patient)")] public sealed partial class Arms;
        [LinearMixedModel<Visit>("Score ~ Site + Arm + (1 | Patient)")] public sealed partial class Sited;
        [LinearMixedModel<Visit>("Score ~ Week + (Week | Patient)")] public sealed partial class Slopes;
        [LinearMixedModel<Visit>("Score ~ Week + (Week || Patient)")] public sealed partial class Independent;
        [LinearMixedModel<Visit>("Score ~ poly(Week, 2) + (1 | Patient)")] public sealed partial class Curve;
        [LinearMixedModel<Visit>("Score ~ Week + (1 | Site/Patient)")] public sealed partial class Nested;
        [LinearMixedModel<Visit>("Score ~ Week + (1 | Site)")] public sealed partial class BySite;
        [LinearMixedModel<Visit>("Score ~ Week + Arm + (1 | Site)")] public sealed partial class Sites;
        [LinearMixedModel<Visit>("Score ~ Week + Site + (0 + Week | Site)")] public sealed partial class FixedSites;
        [LinearMixedModel<Visit>("Score ~ Site + (1 | Site:Patient)")] public sealed partial class NestedSites;
        [LinearMixedModel<Visit>("Score ~ Stage * Arm + (1 | Patient)")] public sealed partial class Staged;
        [LinearMixedModel<Visit>("Score ~ Year + (1 | Year)")] public sealed partial class Years;
        [LinearMixedModel<Visit>("Score ~ Week + factor(Year) + (0 + Week | Year)")] public sealed partial class FixedYears;
        [GeneralizedLinearMixedModel<Visit>("Cured ~ Week * Arm + (1 | Patient)", Family.Binomial)] public sealed partial class Cure;

        """;

    /// <summary>A method with the rows at hand.</summary>
    /// <param name="statements">What it does.</param>
    public static string Of(string statements) => Models + $$"""
        public static class Study
        {
            public static void Run(Visit[] visits, Table table, FitOptions given, MixedModelFit seen, double level, int seed)
            {
                {{statements}}
            }
        }
        """;
}
