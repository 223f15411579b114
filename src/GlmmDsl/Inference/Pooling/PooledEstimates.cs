using System.Text;
using GlmmDsl.Inference.Comparison;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Printing;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference;

/// <summary>The coefficients of one model fitted to several imputations of its data, pooled by Rubin's rules. Immutable.</summary>
public sealed class PooledEstimates
{
    private readonly string[] names;
    private readonly Vector<double> estimate;
    private readonly Matrix<double> within;
    private readonly Matrix<double> between;

    internal PooledEstimates(
        string method, string[] names, double[][] estimates, IReadOnlyList<double[,]> covariances, double[] completeDf, IReadOnlyList<(TermHypothesis Hypothesis, double CompleteDf)> terms)
    {
        this.names = names;
        Method = method;
        ImputationCount = estimates.Length;
        int p = names.Length;
        estimate = Vector<double>.Build.Dense(p, j => estimates.Average(e => e[j]));
        within = Matrix<double>.Build.Dense(p, p, (i, j) => covariances.Average(c => c[i, j]));
        between = Matrix<double>.Build.Dense(p, p, (i, j) => estimates.Sum(e => (e[i] - estimate[i]) * (e[j] - estimate[j])) / (ImputationCount - 1));
        Coefficients = new NamedResults<PooledCoefficient>(
            "coefficient",
            names.Select((name, j) => KeyValuePair.Create(name, new PooledCoefficient(name, [.. estimates.Select(e => e[j])], [.. covariances.Select(c => c[j, j])], completeDf[j]))),
            all => Table(all),
            absent: name => new PooledCoefficient(name, [double.NaN, double.NaN], [double.NaN, double.NaN], double.NaN));
        Terms = new NamedResults<PooledTest>(
            "fixed-effects term", terms.Select(t => KeyValuePair.Create(t.Hypothesis.Term, OfTerm(t.Hypothesis, t.CompleteDf, estimates, covariances))), TermTable);
    }

    /// <summary>The number of imputations, m.</summary>
    public int ImputationCount { get; }

    /// <summary>The method whose degrees of freedom count as those of complete data: Kenward-Roger, Satterthwaite or Wald.</summary>
    public string Method { get; }

    /// <summary>The pooled coefficients by R's names.</summary>
    public NamedResults<PooledCoefficient> Coefficients { get; }

    /// <summary>
    /// The tests of the terms, by the type III hypotheses of the first fit, which do not depend on the coding of factors. A term of one degree of freedom is tested as
    /// its coefficient is; others by D₁ with the denominator degrees of freedom of Reiter (2007, Biometrika 94), which do not exceed those of complete data.
    /// </summary>
    public NamedResults<PooledTest> Terms { get; }

    /// <summary>The total covariance of two coefficients, Ū + (1 + 1/m)B.</summary>
    /// <param name="first">R's name of one.</param>
    /// <param name="second">R's name of the other.</param>
    /// <exception cref="KeyNotFoundException">No such coefficient.</exception>
    public double Covariance(string first, string second)
    {
        int i = IndexOf(first);
        int j = IndexOf(second);
        return within[i, j] + ((1 + (1.0 / ImputationCount)) * between[i, j]);
    }

    /// <summary>Tests that coefficients are zero, all at once.</summary>
    /// <param name="coefficients">R's names of the coefficients, each once.</param>
    /// <exception cref="KeyNotFoundException">No such coefficient.</exception>
    /// <exception cref="ArgumentException">No coefficient, or one twice.</exception>
    public PooledTest Test(params ReadOnlySpan<string> coefficients)
    {
        int[] at = new int[coefficients.Length];
        for (int i = 0; i < at.Length; i++)
        {
            at[i] = IndexOf(coefficients[i]);
        }

        int k = at.Length;
        if (k == 0 || at.Distinct().Count() < k)
        {
            throw new ArgumentException("Name the coefficients to test, each once.", nameof(coefficients));
        }

        var rows = Matrix<double>.Build.Dense(k, names.Length, (i, j) => at[i] == j ? 1 : 0);
        return Joint(string.Join(", ", coefficients.ToArray()), rows, double.PositiveInfinity);
    }

    /// <summary>The table of coefficients, and that of terms.</summary>
    public override string ToString() => Table(Coefficients) + (Terms.Count == 0 ? "" : "\n" + TermTable(Terms));

    /// <summary>Coefficients and terms as the JSON object of <c>glmm pool</c>.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteNumber("imputations", ImputationCount);
        json.WriteString("method", Method);
        json.WriteStartArray("coefficients");
        foreach (PooledCoefficient c in Coefficients)
        {
            Interval interval = c.Interval();
            json.WriteStartObject();
            json.WriteString("name", c.Name);
            json.WriteFinite("estimate", c.Estimate);
            json.WriteFinite("se", c.StandardError);
            json.WriteFinite("df", c.DegreesOfFreedom);
            json.WriteFinite("statistic", c.Statistic);
            json.WriteFinite("p", c.PValue);
            json.WriteFinite("lower", interval.Lower);
            json.WriteFinite("upper", interval.Upper);
            json.WriteFinite("fmi", c.MissingInformation);
            json.WriteFinite("riv", c.RelativeIncrease);
            json.WriteFinite("lambda", c.VarianceShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("terms");
        foreach (PooledTest test in Terms)
        {
            json.WriteStartObject();
            json.WriteString("term", test.Name);
            json.WriteFinite("statistic", test.Statistic);
            json.WriteNumber("numDf", test.NumeratorDegreesOfFreedom);
            json.WriteFinite("denDf", test.DenominatorDegreesOfFreedom);
            json.WriteFinite("p", test.PValue);
            json.WriteFinite("riv", test.RelativeIncrease);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private string Table(NamedResults<PooledCoefficient> coefficients)
    {
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Pooled over {ImputationCount} imputations (Rubin's rules; complete-data degrees of freedom: {Method})\n");
        AnovaColumns.Write(
            text,
            names,
            ("estimate", AnovaColumns.Numbers(coefficients.Select(c => c.Estimate))),
            ("std.error", AnovaColumns.Numbers(coefficients.Select(c => c.StandardError))),
            ("statistic", AnovaColumns.Numbers(coefficients.Select(c => c.Statistic))),
            ("df", AnovaColumns.Numbers(coefficients.Select(c => c.DegreesOfFreedom))),
            ("p.value", AnovaColumns.Probabilities(coefficients.Select(c => c.PValue))),
            ("fmi", AnovaColumns.Numbers(coefficients.Select(c => c.MissingInformation))));
        return text.ToString();
    }

    private static string TermTable(NamedResults<PooledTest> terms)
    {
        var text = new StringBuilder("Terms (type III; D1 of Li, Raghunathan and Rubin)\n");
        AnovaColumns.Write(
            text,
            [.. terms.Select(t => t.Name)],
            ("NumDF", AnovaColumns.Counts(terms.Select(t => (int?)t.NumeratorDegreesOfFreedom))),
            ("DenDF", AnovaColumns.Numbers(terms.Select(t => t.DenominatorDegreesOfFreedom))),
            ("F value", AnovaColumns.Numbers(terms.Select(t => t.Statistic))),
            ("Pr(>F)", AnovaColumns.Probabilities(terms.Select(t => t.PValue))),
            ("riv", AnovaColumns.Numbers(terms.Select(t => t.RelativeIncrease))));
        return text.ToString();
    }

    /// <summary>A term of one degree of freedom by Rubin's rules for a scalar, so that it agrees with its coefficient; others by D₁.</summary>
    private PooledTest OfTerm(TermHypothesis hypothesis, double completeDf, double[][] estimates, IReadOnlyList<double[,]> covariances)
    {
        var rows = Matrix<double>.Build.DenseOfArray(hypothesis.Combinations);
        if (rows.RowCount != 1)
        {
            return Joint(hypothesis.Term, rows, completeDf);
        }

        Vector<double> row = rows.Row(0);
        double[] values = [.. estimates.Select(e => row.DotProduct(Vector<double>.Build.Dense(e)))];
        double[] variances = [.. covariances.Select(c => row.DotProduct(Matrix<double>.Build.DenseOfArray(c) * row))];
        var scalar = new PooledCoefficient(hypothesis.Term, values, variances, completeDf);
        return new PooledTest(hypothesis.Term, scalar.Statistic * scalar.Statistic, 1, scalar.DegreesOfFreedom, scalar.RelativeIncrease);
    }

    /// <summary>D₁ of combinations of the coefficients.</summary>
    private PooledTest Joint(string name, Matrix<double> rows, double completeDf)
    {
        int m = ImputationCount;
        int k = rows.RowCount;
        Matrix<double> u = rows * within * rows.Transpose();
        Matrix<double> b = rows * between * rows.Transpose();
        Vector<double> q = rows * estimate;
        double increase = (1 + (1.0 / m)) * u.Solve(b).Trace() / k;
        double statistic = q.DotProduct(u.Solve(q)) / (k * (1 + increase));
        return new PooledTest(name, statistic, k, Denominator(k * (m - 1.0), k, increase, completeDf), increase);
    }

    /// <summary>The denominator degrees of freedom of D₁.</summary>
    /// <param name="t">k(m − 1).</param>
    /// <param name="k">The number of combinations.</param>
    /// <param name="increase">The relative increase r of their variances.</param>
    /// <param name="completeDf">ν, the degrees of freedom that complete data would have.</param>
    private static double Denominator(double t, int k, double increase, double completeDf)
    {
        double known = (completeDf + 1) / (completeDf + 3) * completeDf;
        if (!(increase > 0))
        {
            return double.IsPositiveInfinity(completeDf) ? completeDf : known;
        }

        double large = t > 4
            ? 4 + ((t - 4) * Math.Pow(1 + ((1 - (2 / t)) / increase), 2))
            : t * (1 + (1.0 / k)) * Math.Pow(1 + (1 / increase), 2) / 2;
        if (double.IsPositiveInfinity(completeDf))
        {
            return large;
        }

        // Reiter's equation (2), with c₂ > 0; the limits for ν = ∞ and for r = 0 are those above.
        double a = increase * t / (t - 2);
        double c1 = known - (2 * (1 + a));
        double c2 = known - (4 * (1 + a));
        if (t <= 4 || c2 <= 0)
        {
            return Math.Min(large, known);
        }

        double z = (1 / c2)
            + ((a * a * c1 / ((1 + a) * (1 + a) * c2)) + (8 * a * a * c1 / ((1 + a) * c2 * c2)) + (4 * a * a / ((1 + a) * c2))
                + (4 * a * a / (c2 * c1)) + (16 * a * a * c1 / (c2 * c2 * c2)) + (8 * a * a / (c2 * c2))) / (t - 4);
        return 4 + (1 / z);
    }

    private int IndexOf(string name)
    {
        _ = Coefficients[name];
        return Array.IndexOf(names, name);
    }
}
