using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>The conditional modes of one grouping factor of a typed model, by level. Typed models derive from it and add an indexer with keys of their members' types.</summary>
/// <typeparam name="TMode">The view of one level.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GroupModeView<TMode> : IEnumerable<TMode>
    where TMode : LevelModeView
{
    private readonly MixedModelFit? result;
    private readonly FitComponent? component;

    /// <summary>Makes the view of a fit's grouping factor.</summary>
    /// <param name="result">The fit.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    protected GroupModeView(MixedModelFit result, string group)
    {
        this.result = result;
        Group = group;
    }

    /// <summary>Makes the view of the grouping factor of a linear predictor beside the mean's.</summary>
    /// <param name="component">The predictor.</param>
    /// <param name="group">lme4's name of the grouping factor.</param>
    protected GroupModeView(FitComponent component, string group)
    {
        this.component = component;
        Group = group;
    }

    /// <summary>The number of levels.</summary>
    public int Count => Effects.Levels.Length;

    /// <summary>The levels' texts in order, <c>b1:a1</c> for <c>b:a</c>.</summary>
    public IReadOnlyList<string> Levels => Effects.Levels;

    /// <summary>The fit that the view is of.</summary>
    protected MixedModelFit Result => result!;

    /// <summary>The linear predictor that the view is of.</summary>
    protected FitComponent Component => component!;

    /// <summary>lme4's name of the grouping factor.</summary>
    protected string Group { get; }

    private GroupRandomEffects Effects => (component?.RandomEffects ?? Result.RandomEffects)[Group];

    /// <summary>A table of the conditional modes of the first levels.</summary>
    public override string ToString() => Effects.ToString();

    /// <summary>The levels in order.</summary>
    public IEnumerator<TMode> GetEnumerator()
    {
        for (int level = 0; level < Count; level++)
        {
            yield return Create(level);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The view of a level by its index.</summary>
    protected abstract TMode Create(int level);

    /// <summary>A level by its text.</summary>
    /// <exception cref="KeyNotFoundException">The fit has no such level.</exception>
    protected TMode FindLevel(string level) => TryFindLevel(level, out TMode? mode) ? mode : throw NamedValues.Missing(level, Levels);

    /// <summary>A level by its text, if the fit has it.</summary>
    protected bool TryFindLevel(string level, [NotNullWhen(true)] out TMode? mode)
    {
        mode = Effects.TryFind(level, out int index) ? Create(index) : null;
        return mode is not null;
    }
}
