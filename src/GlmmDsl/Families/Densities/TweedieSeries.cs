using GlmmDsl.Families.Jets;

namespace GlmmDsl.Families.Densities;

/// <summary>
/// log Σⱼ exp(ja − log j! − log Γ(jr)), j from 1, with its derivatives in a and r to order 3: those of a cumulant generating function, from the moments of the terms' derivatives. The series of
/// Dunn and Smyth (2005, Statistics and Computing 15), summed from its largest term in both directions until terms no longer count.
/// </summary>
internal struct TweedieSeries
{
    /// <summary>Terms below the largest by this factor's logarithm are left out.</summary>
    private const double Negligible = 40;

    /// <summary>Of a long series every h-th term is taken and counted h times. Terms lie on a smooth curve, near a normal density with standard deviation s, so that h = s/6 is exact to rounding.</summary>
    private const double StepsPerDeviation = 6;

    /// <summary>Remembered sums, a power of 2.</summary>
    private const int Remembered = 1024;

    [ThreadStatic]
    private static TweedieSeries[]? memory;

    private TweedieSeries(double a, double r)
    {
        A = a;
        R = r;

        // By Stirling's formula the largest term is where a = log j + r log jr.
        Sum(Math.Max(1, Math.Round(Math.Exp((a - (r * Math.Log(r))) / (1 + r)))));
    }

    /// <summary>a.</summary>
    public double A { readonly get; private set; }

    /// <summary>r.</summary>
    public double R { readonly get; private set; }

    /// <summary>The value; NaN where it has none.</summary>
    public double Value { readonly get; private set; } = double.NaN;

    public double DA { readonly get; private set; }

    public double DR { readonly get; private set; }

    public double DAA { readonly get; private set; }

    public double DAR { readonly get; private set; }

    public double DRR { readonly get; private set; }

    public double DAAA { readonly get; private set; }

    public double DAAR { readonly get; private set; }

    public double DARR { readonly get; private set; }

    public double DRRR { readonly get; private set; }

    /// <summary>The series at a and r. It does not depend on the mean, so that a search for random effects asks for the same ones again and again: a thread remembers those it computed last.</summary>
    /// <param name="a">a.</param>
    /// <param name="r">r, above 0.</param>
    public static ref readonly TweedieSeries At(double a, double r)
    {
        TweedieSeries[] known = memory ??= new TweedieSeries[Remembered];
        long bits = (BitConverter.DoubleToInt64Bits(a) ^ BitConverter.DoubleToInt64Bits(r)) * -7046029254386353131L;
        ref TweedieSeries series = ref known[(int)((ulong)bits >> 54)];

        // An entry not filled yet has r = 0, which no series has.
        if (series.A != a || series.R != r)
        {
            series = new TweedieSeries(a, r);
        }

        return ref series;
    }

    /// <summary>The series as a function of two numbers with derivatives, whose values are a and r.</summary>
    public readonly T Of<T>(in T a, in T r)
        where T : struct, IJet<T>
    {
        T da = a + -A, dr = r + -R;
        T inA = (DAAA / 6 * da) + (DAAR / 2 * dr) + (DAA / 2);
        T inR = (DARR / 2 * dr) + DAR;
        T ownR = (DRRR / 6 * dr) + (DRR / 2);
        return (da * ((da * inA) + (dr * inR) + DA)) + (dr * ((dr * ownR) + DR)) + Value;
    }

    /// <summary>One term: the logarithm, and the derivatives of it in r, −jψ(jr) and on.</summary>
    private readonly (double Log, double First, double Second, double Third) Term(double j)
    {
        FunctionDerivatives gamma = LogGamma.ComputeOf(j * R);
        return ((j * A) - Jet.LogFactorial(j) - gamma.Value, -j * gamma.First, -j * j * gamma.Second, -j * j * j * gamma.Third);
    }

    private void Sum(double top)
    {
        double step = Math.Max(1, Math.Floor(Math.Sqrt(top / (1 + R)) / StepsPerDeviation));
        (double highest, double first, double second, double third) = Term(top);
        if (!double.IsFinite(highest))
        {
            return;
        }

        // Moments about the largest term, so that a long series far from j = 0 keeps its digits.
        var moments = new Moments(first, second, third);
        moments.Add(1, 0, first, second, third);
        for (double j = top - step; j >= 1 && Add(ref moments, j, top, highest); j -= step)
        {
        }

        for (double j = top + step; Add(ref moments, j, top, highest); j += step)
        {
        }

        Value = highest + Math.Log(moments.Weight * step);
        Fill(moments, top, first, second, third);
    }

    private readonly bool Add(ref Moments to, double j, double top, double highest)
    {
        (double log, double s1, double s2, double s3) = Term(j);
        if (!(log > highest - Negligible))
        {
            return false;
        }

        to.Add(Math.Exp(log - highest), j - top, s1, s2, s3);
        return true;
    }

    private void Fill(in Moments m, double top, double first, double second, double third)
    {
        double w = 1 / m.Weight;
        double j = m.J * w, s = m.S * w, t = m.T * w;
        double jj = m.JJ * w, js = m.JS * w, ss = m.SS * w, jt = m.JT * w, st = m.ST * w;
        DA = top + j;
        DR = first + s;
        DAA = jj - (j * j);
        DAR = js - (j * s);
        DRR = second + t + ss - (s * s);
        DAAA = (m.JJJ * w) - (3 * j * jj) + (2 * j * j * j);
        DAAR = (m.JJS * w) - (2 * j * js) - (s * jj) + (2 * j * j * s);
        DARR = (m.JSS * w) - (2 * s * js) - (j * ss) + (2 * j * s * s) + jt - (j * t);
        DRRR = third + (m.V * w) + (3 * (st - (s * t))) + (m.SSS * w) - (3 * s * ss) + (2 * s * s * s);
    }

    /// <summary>Sums over the terms of j, the first derivative s and the second t, all less their values at the largest term, and of the third v.</summary>
    private struct Moments(double first, double second, double third)
    {
        public double Weight, J, S, T, V, JJ, JS, SS, JT, ST, JJJ, JJS, JSS, SSS;

        public void Add(double weight, double j, double s1, double s2, double s3)
        {
            double s = s1 - first, t = s2 - second;
            double wj = weight * j, ws = weight * s;
            Weight += weight;
            J += wj;
            S += ws;
            T += weight * t;
            V += weight * (s3 - third);
            JJ += wj * j;
            JS += wj * s;
            SS += ws * s;
            JT += wj * t;
            ST += ws * t;
            JJJ += wj * j * j;
            JJS += wj * j * s;
            JSS += wj * s * s;
            SSS += ws * s * s;
        }
    }
}
