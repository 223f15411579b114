using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The conditional modes of one level of a grouping factor. Typed models derive from it and add a property for each column.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LevelModeView : INamedValues<ConditionalMode>
{
    private readonly MixedModelFit? result;
    private readonly GroupRandomEffects effects;
    private readonly int level;

    /// <summary>Makes the view.</summary>
    /// <param name="result">The fit.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    /// <param name="level">The index of the level.</param>
    protected LevelModeView(MixedModelFit result, string group, int level)
    {
        this.result = result;
        effects = result.RandomEffects[group];
        this.level = level;
    }

    /// <summary>Makes the view of a level in a linear predictor beside the mean's.</summary>
    /// <param name="component">The predictor.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    /// <param name="level">The index of the level.</param>
    protected LevelModeView(FitComponent component, string group, int level)
    {
        effects = component.RandomEffects[group];
        this.level = level;
    }

    /// <summary>The level's text.</summary>
    public string Level => effects.Levels[level];

    IReadOnlyList<string> INamedValues<ConditionalMode>.Names => effects.Columns;

    /// <summary>A mode by R's name of its column.</summary>
    /// <exception cref="KeyNotFoundException">There is no mode with that name.</exception>
    public ConditionalMode this[string name] => NamedValues.Require(this, name);

    bool INamedValues<ConditionalMode>.TryGet(string name, [MaybeNullWhen(false)] out ConditionalMode value)
    {
        int column = effects.Columns.IndexOf(name);
        value = column < 0 ? default : effects[level, column];
        return column >= 0;
    }

    /// <summary>The level with its modes: <c>P017: (Intercept) = 1.234, Week = -0.05</c>.</summary>
    public override string ToString() =>
        Level + ": " + string.Join(", ", effects.Columns.Select((name, k) => string.Create(CultureInfo.InvariantCulture, $"{name} = {effects[level, k].Value:G5}")));

    /// <summary>The level's coefficients, fixed effects plus conditional modes.</summary>
    protected INamedResults<Coefficient> Coefficients => new LevelCoefficients(result!.GroupCoefficients[effects.Group], level);

    /// <summary>The mode of a column known at compile time; NaN if the data lack the column's level.</summary>
    /// <param name="name">R's name of the column.</param>
    /// <param name="occurrence">Which of the columns of that name, from 0.</param>
    protected ConditionalMode Find(string name, int occurrence = 0)
    {
        for (int column = 0; column < effects.Columns.Length; column++)
        {
            if (effects.Columns[column] == name && occurrence-- == 0)
            {
                return effects[level, column];
            }
        }

        return new ConditionalMode(double.NaN, double.NaN);
    }
}
