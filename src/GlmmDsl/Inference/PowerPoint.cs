using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Printing;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Inference;

/// <summary>The power of a test in one study, estimated by simulation.</summary>
/// <param name="Setting">The study.</param>
/// <param name="Groups">Levels of the outermost grouping factor; 0 without one.</param>
/// <param name="Rows">Rows of each simulated data set.</param>
/// <param name="Rejections">The replicates whose p value is below the test's level.</param>
/// <param name="Replicates">The replicates that the test could be made of.</param>
/// <param name="Failures">The other replicates, with the reasons.</param>
public sealed record PowerPoint(PowerSetting Setting, int Groups, int Rows, int Rejections, int Replicates, ImmutableArray<BootstrapFailure> Failures)
{
    /// <summary>The share of rejections.</summary>
    public double Power => Replicates == 0 ? double.NaN : (double)Rejections / Replicates;

    /// <summary>Its Monte Carlo standard error.</summary>
    public double StandardError => Math.Sqrt(Power * (1 - Power) / Replicates);

    /// <summary>The interval of Clopper and Pearson for the power, from the Monte Carlo error alone.</summary>
    /// <param name="level">The level, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public Interval Interval(double level = 0.95)
    {
        Inference.Interval.RequireLevel(level);
        double tail = (1 - level) / 2;
        return new Interval(
            Rejections == 0 ? 0 : Beta.InvCDF(Rejections, Replicates - Rejections + 1, tail),
            Rejections == Replicates ? 1 : Beta.InvCDF(Rejections + 1, Replicates - Rejections, 1 - tail),
            level);
    }
}

/// <summary>The power of a test in several studies. Immutable.</summary>
public sealed class PowerCurve
{
    internal PowerCurve(string test, double level, ImmutableArray<PowerPoint> points) => (Test, Level, Points) = (test, level, points);

    /// <summary>The test.</summary>
    public string Test { get; }

    /// <summary>The level at which it rejects.</summary>
    public double Level { get; }

    /// <summary>The studies, in the order asked for.</summary>
    public ImmutableArray<PowerPoint> Points { get; }

    /// <summary>The curve as the command line's JSON object.</summary>
    public string ToJson() => JsonObject.Write(json =>
    {
        json.WriteString("test", Test);
        json.WriteFinite("level", Level);
        json.WriteStartArray("power");
        foreach (PowerPoint point in Points)
        {
            Interval interval = point.Interval();
            json.WriteStartObject();
            json.WriteNumber("groups", point.Groups);
            json.WriteNumber("rows", point.Rows);
            json.WriteStartObject("coefficients");
            foreach ((string name, double value) in point.Setting.Coefficients.OrderBy(c => c.Key, StringComparer.Ordinal))
            {
                json.WriteFinite(name, value);
            }

            json.WriteEndObject();
            json.WriteFinite("power", point.Power);
            json.WriteFinite("se", point.StandardError);
            json.WriteFinite("lower", interval.Lower);
            json.WriteFinite("upper", interval.Upper);
            json.WriteNumber("replicates", point.Replicates);
            json.WriteNumber("failed", point.Failures.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A table: a row a study, with the power, its Monte Carlo error and 95 % interval.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Power by simulation: {Test}, level {Level}\n");
        var table = new TextTable([false, false, true, false, false, false, false, false], "groups", "rows", "effects", "power", "se", "2.5 %", "97.5 %", "failed");
        foreach (PowerPoint point in Points)
        {
            Interval interval = point.Interval();
            string effects = string.Join(", ", point.Setting.Coefficients.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => FormattableString.Invariant($"{c.Key} = {c.Value}")));
            table.Add([
                point.Groups.ToString(CultureInfo.InvariantCulture), point.Rows.ToString(CultureInfo.InvariantCulture), effects,
                .. new[] { point.Power, point.StandardError, interval.Lower, interval.Upper }.Select(x => NumberColumn.Format(x, 3)),
                point.Failures.Length.ToString(CultureInfo.InvariantCulture)]);
        }

        table.WriteTo(text, "");
        return text.ToString();
    }
}
