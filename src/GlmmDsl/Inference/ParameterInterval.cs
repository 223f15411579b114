namespace GlmmDsl.Inference;

/// <summary>The interval of one parameter, beside its estimate.</summary>
/// <param name="Name">R's name of the coefficient, or lme4's of the variance parameter: <c>sd_(Intercept)|Subject</c>, <c>cor_Days.(Intercept)|Subject</c>, <c>sigma</c>.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Interval">The interval.</param>
public sealed record ParameterInterval(string Name, double Estimate, Interval Interval)
{
    /// <summary>The name with the estimate and the interval.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Estimate:G6} {Interval}");
}
