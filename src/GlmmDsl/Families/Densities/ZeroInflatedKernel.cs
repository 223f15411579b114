using System.Collections.Immutable;
using GlmmDsl.Families.Jets;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families.Densities;

/// <summary>
/// Zero inflation of another likelihood: with probability p = 1/(1 + e⁻ᶻ), z = η_zi, a row is 0 whatever its other predictors, so that
/// P(0) = p + (1 − p)f(0) and P(y) = (1 − p)f(y) for other y. Of a family that excludes 0 it makes a hurdle: f(0) = 0 and P(0) = p.
/// </summary>
/// <remarks>
/// The predictors are those of the other likelihood, after the conditional one the zero inflation. log P(0) is a function F of (z, ℓ), ℓ = log f(0): the derivatives in the other
/// predictors follow from those of ℓ by the chain rule, whatever the other likelihood is.
/// </remarks>
internal sealed class ZeroInflatedKernel : PredictorsKernel
{
    /// <summary>The place of the zero inflation among the predictors.</summary>
    private const int Inflation = 1;

    private readonly PredictorsKernel inner;
    private readonly bool excludesZero;

    /// <summary>Makes the kernel.</summary>
    /// <param name="inner">The likelihood that is inflated.</param>
    /// <param name="excludesZero">Whether 0 is outside the range of its responses, whatever the density says at that edge: it may be 0, infinite or without a value there.</param>
    public ZeroInflatedKernel(PredictorsKernel inner, bool excludesZero)
    {
        this.inner = inner;
        this.excludesZero = excludesZero;
        Predictors = inner.Predictors.Insert(1, Predictor.ZeroInflation);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Predictor> Predictors { get; }

    /// <summary>A mixture's logarithm is not concave.</summary>
    public override bool HasSingleMode => false;

    /// <inheritdoc/>
    public override bool HasTrials => inner.HasTrials;

    /// <inheritdoc/>
    public override double Evaluate(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        inner.Evaluate(start, count, derivatives.Without(Inflation, eta), y, m, derivatives.Without(Inflation));
        return Inflate(start, count, eta[Inflation], y, m, derivatives, withThird: true);
    }

    /// <inheritdoc/>
    public override double EvaluateActive(int start, int count, double[][] eta, double[] y, double[] m, RowDerivatives derivatives)
    {
        inner.EvaluateActive(start, count, derivatives.Without(Inflation, eta), y, m, derivatives.Without(Inflation));
        return Inflate(start, count, eta[Inflation], y, m, derivatives, withThird: false);
    }

    /// <inheritdoc/>
    public override double LogDensity(ReadOnlySpan<double> eta, double y, double m)
    {
        Span<double> others = stackalloc double[Count - 1];
        others[0] = eta[0];
        eta[2..].CopyTo(others[1..]);
        double weight = HasTrials ? 1 : m;
        return y == 0
            ? weight * new Mixture(eta[Inflation], excludesZero ? double.NegativeInfinity : inner.LogDensity(others, 0, HasTrials ? m : 1)).Log
            : inner.LogDensity(others, y, m) - (weight * Softplus(eta[Inflation]));
    }

    /// <inheritdoc/>
    public override double StartingEta(int predictor, double y, double m) => predictor switch
    {
        0 => inner.StartingEta(0, y, m),
        1 => -1,
        _ => inner.StartingEta(predictor - 1, y, m),
    };

    private static double Softplus(double z) => Math.Max(z, 0) + SmallNumbers.Log1P(Math.Exp(-Math.Abs(z)));

    /// <summary>Turns the derivatives of the other likelihood into those of the inflated one, in place.</summary>
    private double Inflate(int start, int count, double[] z, double[] y, double[] m, RowDerivatives d, bool withThird)
    {
        double sum = 0;
        for (int row = start; row < start + count; row++)
        {
            double weight = HasTrials ? 1 : m[row];
            if (weight == 0)
            {
                Clear(d, row, withThird);
            }
            else if (y[row] == 0)
            {
                InflateZero(d, row, weight, new Mixture(z[row], excludesZero ? double.NegativeInfinity : d.Log[row] / weight), withThird);
            }
            else
            {
                AddOther(d, row, weight, z[row], withThird);
            }

            sum += d.Log[row];
        }

        return sum < double.PositiveInfinity ? sum : double.NegativeInfinity;
    }

    /// <summary>log(1 − p) is added: the inflation's derivatives are its own.</summary>
    private static void AddOther(RowDerivatives d, int row, double weight, double z, bool withThird)
    {
        Jet1 log = -Jet.Softplus(Jet1.Variable(z, 0));
        d.Log[row] += weight * log.Value;
        for (int k = 0; k < d.Count; k++)
        {
            for (int l = k; l < d.Count; l++)
            {
                bool isPair = k == Inflation || l == Inflation;
                if (isPair && d.Information(k, l) is { } information)
                {
                    information[row] = k == l ? -weight * log.D00 : 0;
                }

                for (int third = l; withThird && third < d.Count; third++)
                {
                    if ((isPair || third == Inflation) && d.Third(k, l, third) is { } values)
                    {
                        values[row] = k == l && l == third ? weight * log.D000 : 0;
                    }
                }
            }
        }

        d.Score[Inflation][row] = weight * log.D0;
    }

    /// <summary>The chain rule through ℓ, third derivatives first, since each order needs the lower ones of ℓ.</summary>
    private static void InflateZero(RowDerivatives d, int row, double weight, in Mixture f, bool withThird)
    {
        d.Log[row] = weight * f.Log;
        for (int k = 0; k < d.Count && withThird; k++)
        {
            for (int l = k; l < d.Count; l++)
            {
                for (int third = l; third < d.Count; third++)
                {
                    if (d.Third(k, l, third) is { } values)
                    {
                        values[row] = weight * Third(d, row, weight, f, k, l, third);
                    }
                }
            }
        }

        for (int k = 0; k < d.Count; k++)
        {
            for (int l = k; l < d.Count; l++)
            {
                if ((withThird || (d.Active[k] && d.Active[l])) && d.Information(k, l) is { } information)
                {
                    information[row] = -weight * Second(d, row, weight, f, k, l);
                }
            }
        }

        for (int k = 0; k < d.Count; k++)
        {
            if (withThird || d.Active[k])
            {
                d.Score[k][row] = k == Inflation ? weight * f.Z : Scaled(f.L, d.Score[k][row]);
            }
        }
    }

    private static double Second(RowDerivatives d, int row, double weight, in Mixture f, int k, int l)
    {
        double first = d.Score[k][row] / weight, second = d.Score[l][row] / weight;
        return (k == Inflation, l == Inflation) switch
        {
            (true, true) => f.ZZ,
            (true, false) => Scaled(f.ZL, second),
            (false, true) => Scaled(f.ZL, first),
            _ => Scaled(f.L, -d.Information(k, l)![row] / weight) + Scaled(f.LL, first * second),
        };
    }

    private static double Third(RowDerivatives d, int row, double weight, in Mixture f, int k, int l, int m)
    {
        int count = (k == Inflation ? 1 : 0) + (l == Inflation ? 1 : 0) + (m == Inflation ? 1 : 0);
        switch (count)
        {
            case 3:
                return f.ZZZ;
            case 2:
                int other = k != Inflation ? k : l != Inflation ? l : m;
                return Scaled(f.ZZL, d.Score[other][row] / weight);
            case 1:
                (int a, int b) = k == Inflation ? (l, m) : l == Inflation ? (k, m) : (k, l);
                return Scaled(f.ZL, -d.Information(a, b)![row] / weight) + Scaled(f.ZLL, d.Score[a][row] / weight * (d.Score[b][row] / weight));
            default:
                double first = d.Score[k][row] / weight, second = d.Score[l][row] / weight, last = d.Score[m][row] / weight;
                double pairs = -((first * d.Information(l, m)![row]) + (second * d.Information(k, m)![row]) + (last * d.Information(k, l)![row])) / weight;
                return Scaled(f.L, d.Third(k, l, m)![row] / weight) + Scaled(f.LL, pairs) + Scaled(f.LLL, first * second * last);
        }
    }

    /// <summary>A factor that is 0 wins over a derivative that has overflowed: the row is a structural zero then.</summary>
    private static double Scaled(double factor, double value) => factor == 0 ? 0 : factor * value;

    private static void Clear(RowDerivatives d, int row, bool withThird)
    {
        d.Log[row] = 0;
        for (int k = 0; k < d.Count; k++)
        {
            d.Score[k][row] = 0;
            for (int l = k; l < d.Count; l++)
            {
                if (d.Information(k, l) is { } information)
                {
                    information[row] = 0;
                }

                for (int third = l; withThird && third < d.Count; third++)
                {
                    if (d.Third(k, l, third) is { } values)
                    {
                        values[row] = 0;
                    }
                }
            }
        }
    }

    /// <summary>F(z, ℓ) = log(p + (1 − p)eˡ) with its derivatives. w = 1/(1 + eˡ⁻ᶻ) is the probability that the zero is a structural one.</summary>
    private readonly ref struct Mixture
    {
        public Mixture(double z, double l)
        {
            (double p, double q, double tail) = Logistic(z);
            bool isCertain = double.IsNegativeInfinity(l);
            (double w, double rest, double mixed) = isCertain ? (1, 0, 0) : Logistic(z - l);
            double v = w * rest, change = v * (rest - w);

            // log p, or ℓ + log(1 + eᶻ⁻ˡ) − log(1 + eᶻ).
            Log = isCertain ? Math.Min(z, 0) - tail : l + Math.Max(z - l, 0) + mixed - Math.Max(z, 0) - tail;
            L = rest;
            Z = z < 0 || w > 0.5 ? q - rest : w - p;
            ZZ = v - (p * q);
            ZL = -v;
            LL = v;
            ZZZ = change - (p * q * (q - p));
            ZZL = -change;
            ZLL = change;
            LLL = -change;
        }

        public double Log { get; }

        public double Z { get; }

        public double L { get; }

        public double ZZ { get; }

        public double ZL { get; }

        public double LL { get; }

        public double ZZZ { get; }

        public double ZZL { get; }

        public double ZLL { get; }

        public double LLL { get; }

        /// <summary>1/(1 + e⁻ˣ), 1 less that, and log(1 + e⁻|x|).</summary>
        private static (double Yes, double No, double Tail) Logistic(double x)
        {
            double e = Math.Exp(-Math.Abs(x)), large = 1 / (1 + e), small = e * large, tail = SmallNumbers.Log1P(e);
            return x > 0 ? (large, small, tail) : (small, large, tail);
        }
    }
}
