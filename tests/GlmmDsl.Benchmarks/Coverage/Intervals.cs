using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>Estimates and standard errors of a design's parameters in one replicate; NaN where there are none.</summary>
/// <param name="Estimates">In the order of <see cref="CoverageDesign.Parameters"/>.</param>
/// <param name="StandardErrors">Likewise.</param>
internal sealed record Intervals(double[] Estimates, double[] StandardErrors)
{
    /// <summary>The 97.5 % point of the standard normal distribution.</summary>
    private const double Quantile = 1.959963984540054;

    /// <summary>Whether the 95 % Wald interval of a parameter holds a value; null where there is no interval.</summary>
    public bool? Covers(int parameter, double truth)
    {
        double distance = Math.Abs(Estimates[parameter] - truth) / StandardErrors[parameter];
        return double.IsFinite(distance) ? distance <= Quantile : null;
    }

    /// <summary>Fits a replicate here. The engine is asked itself, for the joint covariance of coefficients and covariance parameters.</summary>
    public static Intervals Fit(CoverageDesign design, double[] response)
    {
        var options = new FitOptions { Family = design.Family };
        Table table = new([new NumericColumn("y", response), .. design.Rows.ToTable().Columns]);
        ModelMatrices matrices = ModelMatricesBuilder.Build(Formula.Parse(design.Formula).Terms, table, options.ToDesignOptions(), default).Matrices;
        GeneralizedResponse how = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(design.Family), Link.Default);
        GeneralizedSolution fit = GeneralizedLinearMixedModelFitter.Fit(matrices, how, new GeneralizedOptions());
        double[] joint = Deviations(fit);
        return new Intervals([.. fit.Beta, .. Enumerable.Range(0, joint.Length).Select(i => Math.Log(Deviation(fit, i)))], [.. fit.Beta.Select((_, j) => Math.Sqrt(fit.Covariance[j, j])), .. joint]);
    }

    /// <summary>σᵢ, the length of row i of Λ.</summary>
    private static double Deviation(GeneralizedSolution fit, int i) => i == 0 ? fit.Theta[0] : double.Hypot(fit.Theta[1], fit.Theta[2]);

    /// <summary>Standard errors of log σᵢ, by the delta method.</summary>
    private static double[] Deviations(GeneralizedSolution fit)
    {
        int p = fit.Beta.Length;
        int count = fit.Theta.Length == 1 ? 1 : 2;
        if (fit.JointCovariance is not { } joint)
        {
            return [.. Enumerable.Repeat(double.NaN, count)];
        }

        double first = Math.Sqrt(joint[p, p]) / fit.Theta[0];
        if (count == 1)
        {
            return [first];
        }

        (double a, double b) = (fit.Theta[1], fit.Theta[2]);
        double variance = (a * a * joint[p + 1, p + 1]) + (2 * a * b * joint[p + 1, p + 2]) + (b * b * joint[p + 2, p + 2]);
        return [first, Math.Sqrt(variance) / ((a * a) + (b * b))];
    }
}
