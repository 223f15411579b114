using System.Collections.Immutable;
using GlmmDsl.Families;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>A likelihood of two predictors with derivatives written out by hand, which a test can trust without any other code of the product.</summary>
internal abstract class FormulaKernel(Predictor second) : PredictorsKernel
{
    public override ImmutableArray<Predictor> Predictors { get; } = [Predictor.Conditional, second];

    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        double sum = 0;
        for (int i = start; i < start + count; i++)
        {
            Row row = Of(eta[0][i], eta[1][i], y[i]);
            sum += derivatives.Log[i] = m[i] * row.Log;
            Set(derivatives.Score[0], i, m[i] * row.C);
            Set(derivatives.Score[1], i, m[i] * row.D);
            Set(derivatives.Information(0, 0), i, -m[i] * row.CC);
            Set(derivatives.Information(0, 1), i, -m[i] * row.CD);
            Set(derivatives.Information(1, 1), i, -m[i] * row.DD);
            Set(derivatives.Third(0, 0, 0), i, m[i] * row.CCC);
            Set(derivatives.Third(0, 0, 1), i, m[i] * row.CCD);
            Set(derivatives.Third(0, 1, 1), i, m[i] * row.CDD);
            Set(derivatives.Third(1, 1, 1), i, m[i] * row.DDD);
        }

        return sum;
    }

    /// <summary>Fills only what it promises: everything else is poisoned, so that a criterion that used it would show.</summary>
    public override double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        double sum = 0;
        for (int i = start; i < start + count; i++)
        {
            Row row = Of(eta[0][i], eta[1][i], y[i]);
            sum += derivatives.Log[i] = m[i] * row.Log;
            bool both = derivatives.Active[1];
            Set(derivatives.Score[0], i, m[i] * row.C);
            Set(derivatives.Score[1], i, both ? m[i] * row.D : double.NaN);
            Set(derivatives.Information(0, 0), i, -m[i] * row.CC);
            Set(derivatives.Information(0, 1), i, both ? -m[i] * row.CD : double.NaN);
            Set(derivatives.Information(1, 1), i, -m[i] * row.DD);
        }

        return sum;
    }

    public override double LogDensity(ReadOnlySpan<double> eta, double y, double m) => m * Of(eta[0], eta[1], y).Log;

    protected abstract Row Of(double c, double d, double y);

    private static void Set(double[]? target, int i, double value)
    {
        if (target is not null)
        {
            target[i] = value;
        }
    }

    /// <inheritdoc/>
    public override bool HasTrials => false;

    /// <summary>log f and its derivatives in the conditional predictor c and the other d.</summary>
    protected readonly record struct Row(double Log, double C, double D, double CC, double CD, double DD, double CCC, double CCD, double CDD, double DDD);
}

/// <summary>Normal rows with mean c and standard deviation exp(d).</summary>
internal sealed class NormalKernel() : FormulaKernel(Predictor.Dispersion)
{
    public override bool HasSingleMode => true;

    public override double StartingEta(int predictor, double y, double m) => predictor == 0 ? y : 0;

    protected override Row Of(double c, double d, double y)
    {
        double w = Math.Exp(-2 * d), e = y - c;
        return new Row(
            (-0.5 * Math.Log(2 * Math.PI)) - d - (0.5 * w * e * e), w * e, -1 + (w * e * e), -w, -2 * w * e, -2 * w * e * e, 0, 2 * w, 4 * w * e, 4 * w * e * e);
    }
}

/// <summary>Poisson counts with mean exp(c), and zeros besides with the odds exp(d).</summary>
internal sealed class ZeroInflatedKernel() : FormulaKernel(Predictor.ZeroInflation)
{
    public override bool HasSingleMode => false;

    public override double StartingEta(int predictor, double y, double m) => predictor == 0 ? Math.Log(y + 0.1) : -1;

    protected override Row Of(double c, double d, double y)
    {
        double mean = Math.Exp(c), share = 1 / (1 + Math.Exp(-d)), rest = 1 - share;
        double none = Math.Max(d, 0) + Math.Log(1 + Math.Exp(-Math.Abs(d)));
        double dd = -share * rest, ddd = dd * (rest - share);
        if (y > 0)
        {
            return new Row((y * c) - mean - MathNet.Numerics.SpecialFunctions.GammaLn(y + 1) - none, y - mean, -share, -mean, 0, dd, -mean, 0, 0, ddd);
        }

        // log(e^d + e^(−μ)) − log(1 + e^d), p the share of structural zeros among the zeros.
        double top = Math.Max(d, -mean), log = top + Math.Log(Math.Exp(d - top) + Math.Exp(-mean - top));
        double p = Math.Exp(d - log), q = Math.Exp(-mean - log), pq = p * q, skew = pq * (q - p), b = -mean;
        return new Row(
            log - none,
            q * b,
            p - share,
            (pq * b * b) + (q * b),
            -pq * b,
            pq + dd,
            (-skew * b * b * b) + (3 * pq * b * b) + (q * b),
            (skew * b * b) - (pq * b),
            -skew * b,
            skew + ddd);
    }
}
