using System.Collections.Immutable;

namespace GlmmDsl.Inference;

/// <summary>A study whose power is asked for: the study of the fit, with other sizes or effects. What is null stays as it is.</summary>
public sealed record PowerSetting
{
    /// <summary>The number of levels of the outermost grouping factor. More than there are repeat the groups of the data in turn, each copy a group of its own.</summary>
    public int? Groups { get; init; }

    /// <summary>How often each row occurs in its group.</summary>
    public int RowCopies { get; init; } = 1;

    /// <summary>Coefficients by R's names with the values that are taken for true; the others are the fit's.</summary>
    public ImmutableDictionary<string, double> Coefficients { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The same study with another true value of a coefficient: <c>new PowerSetting().With(fit.Coefficients.Week_ArmDrug, 0.5)</c>.</summary>
    /// <param name="coefficient">The coefficient, of any fit of the model.</param>
    /// <param name="value">Its value.</param>
    public PowerSetting With(Coefficient coefficient, double value)
    {
        ArgumentNullException.ThrowIfNull(coefficient);
        return this with { Coefficients = Coefficients.SetItem(coefficient.Name, value) };
    }
}
