using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.Strata;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference;

/// <summary>
/// Sphericity of a term within subjects: Mauchly's test, and the factors of Greenhouse and Geisser and of Huynh and Feldt by which degrees of freedom are
/// multiplied where it does not hold, as car computes them.
/// </summary>
public sealed record SphericityTest
{
    private SphericityTest(double mauchly, double mauchlyPValue, double greenhouseGeisser, double huynhFeldt, RepeatedMeasuresTest test)
    {
        MauchlyStatistic = mauchly;
        MauchlyPValue = mauchlyPValue;
        GreenhouseGeisser = greenhouseGeisser;
        HuynhFeldt = huynhFeldt;
        GreenhouseGeisserPValue = Corrected(test, greenhouseGeisser);
        HuynhFeldtPValue = Corrected(test, Math.Min(1, huynhFeldt));
    }

    /// <summary>Mauchly's W.</summary>
    public double MauchlyStatistic { get; }

    /// <summary>Its p value, by Box's approximation.</summary>
    public double MauchlyPValue { get; }

    /// <summary>Greenhouse and Geisser's ε.</summary>
    public double GreenhouseGeisser { get; }

    /// <summary>The p value of F with degrees of freedom multiplied by <see cref="GreenhouseGeisser"/>.</summary>
    public double GreenhouseGeisserPValue { get; }

    /// <summary>Huynh and Feldt's ε, which may exceed 1; it counts as 1 then.</summary>
    public double HuynhFeldt { get; }

    /// <summary>The p value of F with degrees of freedom multiplied by <see cref="HuynhFeldt"/>.</summary>
    public double HuynhFeldtPValue { get; }

    /// <summary>The test for a stratum; null where it has one contrast, or too few subjects.</summary>
    internal static SphericityTest? Of(ErrorStratum stratum, int cells, RepeatedMeasuresTest test)
    {
        int r = stratum.ContrastCount;
        int n = stratum.ErrorDegreesOfFreedom;
        if (r < 2 || n < r)
        {
            return null;
        }

        Matrix<double> products = stratum.ErrorProducts;
        double trace = products.Trace();
        double epsilon = trace * trace / (r * products.Enumerate().Sum(v => v * v));
        double huynhFeldt = (((n + 1) * r * epsilon) - 2) / (r * (n - (r * epsilon)));
        double logW = Math.Log(products.Determinant()) - (r * Math.Log(trace / r));
        double rho = 1 - (((2.0 * r * r) + r + 2) / (6.0 * r * n));
        double second = (r + 2.0) * (r - 1) * (r - 2) * ((2.0 * r * r * r) + (6.0 * r * r) + (3.0 * cells) + 2) / (288 * Math.Pow(n * r * rho, 2));
        double statistic = -n * rho * logW;
        double f = (r * (r + 1) / 2.0) - 1;
        double first = TailProbability.OfChiSquare(statistic, f);
        return new SphericityTest(Math.Exp(logW), first + (second * (TailProbability.OfChiSquare(statistic, f + 4) - first)), epsilon, huynhFeldt, test);
    }

    private static double Corrected(RepeatedMeasuresTest test, double epsilon) =>
        TailProbability.OfF(test.Statistic, epsilon * test.NumeratorDegreesOfFreedom, epsilon * test.DenominatorDegreesOfFreedom);

    /// <summary>Mauchly's test and the corrections.</summary>
    public override string ToString() => FormattableString.Invariant($"W = {MauchlyStatistic:G4}, p = {MauchlyPValue:G4}; Greenhouse-Geisser {GreenhouseGeisser:G4}, Huynh-Feldt {HuynhFeldt:G4}");
}
