namespace GlmmDsl.Generators.Tests.Columns;

public sealed class GeneratedCodeCompiles
{
    [Fact]
    public void The_trial_of_the_readme_compiles_without_a_diagnostic()
    {
        Assert.Empty(TypedCompilation.Diagnostics("""
            public enum Treatment { Placebo, Drug }
            public sealed record Visit(double Score, double Week, Treatment Arm, string Patient, string Site);

            [LinearMixedModel<Visit>("Score ~ Week * Arm + (Week | Patient) + (1 | Site)")]
            public sealed partial class Trial;

            public static class Use
            {
                public static double Effect(IEnumerable<Visit> visits) => Trial.FitReml(visits).Coefficients.Week_ArmDrug.Estimate;

                public static double Mode(Visit[] visits) => Trial.FitMl(visits).RandomEffects.Patient["P017"].Week.Value;

                public static double Deviation(List<Visit> visits) => Trial.FitMl(visits).VarianceComponents.Patient.Week.StandardDeviation;
            }
            """));
    }
}
