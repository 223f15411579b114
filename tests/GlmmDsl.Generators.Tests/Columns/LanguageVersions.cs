using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Generated code compiles in every version of C# that has generic attributes.</summary>
public sealed class LanguageVersions
{
    private const string Uses = """
        public enum Arm { Placebo, Drug }

        public sealed record Visit(double Score, double Week, Arm Arm, bool Cured, string Patient);

        [LinearMixedModel<Visit>("Score ~ Week * Arm + (Week | Patient)")]
        public sealed partial class Trial
        {
        }

        [GeneralizedLinearMixedModel<Visit>("Cured ~ Week + (1 | Patient)", Family.Binomial)]
        public sealed partial class Cure
        {
        }

        [LinearMixedModel<Visit>("Score ~ Weak + (Week | Patient)")]
        public sealed partial class Wrong
        {
        }

        public static class Use
        {
            public static double Fits(Visit[] array, List<Visit> list, IEnumerable<Visit> some)
            {
                Trial.RemlFit fit = Trial.FitReml(array);
                double[] predicted = fit.Predict(array);
                predicted = fit.Predict(new[] { new Trial.Predictors(1, Arm.Drug, "p1") });
                predicted = fit.Predict(list, NewLevels.Population);
                return fit.Coefficients.Week_ArmDrug.Estimate + Trial.FitMl(list).Aic.Value + Trial.FitMl(some.Where(v => v.Week > 1)).Bic.Value
                    + Trial.FitReml(array.AsSpan(1)).Predict(array[0]) + Trial.FitReml((ReadOnlySpan<Visit>)array).Sigma
                    + Cure.FitLaplace(array).PredictPopulationAverage(array)[0] + Cure.FitQuadrature(array, 9).Predict(list)[0] + Cure.FitQuadrature(list).Sigma
                    + Cure.FitQuadrature(array, new QuadratureFitOptions { Nodes = 5 }).Sigma + Cure.FitLaplace(list, new() { CoefficientPrior = new NormalPrior(2) }).Sigma + Trial.FitReml(array, new()).Sigma
                    + Wrong.FitReml(array).Predict(array)[0] + predicted[0];
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Preview)]
    public void Models_and_their_uses_compile_in_every_version_with_generic_attributes(LanguageVersion version) =>
        Assert.Empty(TypedCompilation.Diagnostics(version, Uses));
}
