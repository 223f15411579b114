using System.Text;
using System.Text.Json;
using GlmmDsl.Inference.Comparison;
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

    internal PooledEstimates(string method, string[] names, double[][] estimates, IReadOnlyList<double[,]> covariances, double[] completeDf)
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
            _ => ToString());
    }

    /// <summary>The number of imputations, m.</summary>
    public int ImputationCount { get; }

    /// <summary>The method whose degrees of freedom count as those of complete data: Kenward-Roger, Satterthwaite or Wald.</summary>
    public string Method { get; }

    /// <summary>The pooled coefficients by R's names.</summary>
    public NamedResults<PooledCoefficient> Coefficients { get; }

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

        int m = ImputationCount;
        Matrix<double> u = Matrix<double>.Build.Dense(k, k, (i, j) => within[at[i], at[j]]);
        Matrix<double> b = Matrix<double>.Build.Dense(k, k, (i, j) => between[at[i], at[j]]);
        Vector<double> q = Vector<double>.Build.Dense(k, i => estimate[at[i]]);
        double increase = (1 + (1.0 / m)) * u.Solve(b).Trace() / k;
        double statistic = q.DotProduct(u.Solve(q)) / (k * (1 + increase));
        return new PooledTest(string.Join(", ", coefficients.ToArray()), statistic, k, Denominator(k * (m - 1.0), k, increase), increase);
    }

    /// <summary>The table of coefficients.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Pooled over {ImputationCount} imputations (Rubin's rules; complete-data degrees of freedom: {Method})\n");
        AnovaColumns.Write(
            text,
            names,
            ("estimate", AnovaColumns.Numbers(Coefficients.Select(c => c.Estimate))),
            ("std.error", AnovaColumns.Numbers(Coefficients.Select(c => c.StandardError))),
            ("statistic", AnovaColumns.Numbers(Coefficients.Select(c => c.Statistic))),
            ("df", AnovaColumns.Numbers(Coefficients.Select(c => c.DegreesOfFreedom))),
            ("p.value", AnovaColumns.Probabilities(Coefficients.Select(c => c.PValue))),
            ("fmi", AnovaColumns.Numbers(Coefficients.Select(c => c.MissingInformation))));
        return text.ToString();
    }

    /// <summary>The coefficients as a JSON object.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
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
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The denominator degrees of freedom of D₁.</summary>
    private static double Denominator(double t, int k, double increase)
    {
        if (!(increase > 0))
        {
            return double.PositiveInfinity;
        }

        return t > 4
            ? 4 + ((t - 4) * Math.Pow(1 + ((1 - (2 / t)) / increase), 2))
            : t * (1 + (1.0 / k)) * Math.Pow(1 + (1 / increase), 2) / 2;
    }

    private int IndexOf(string name)
    {
        _ = Coefficients[name];
        return Array.IndexOf(names, name);
    }
}
