using System.Collections.Immutable;
using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Where the views of a typed model's marginal means or slopes get them. Generated code passes it on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MarginalSource
{
    private readonly FixedEffectsTests tests;
    private readonly string? slopeOf;
    private readonly ImmutableDictionary<string, string> at;

    /// <summary>Asks for means, or for slopes.</summary>
    /// <param name="tests">The tests by whose method estimates are made.</param>
    /// <param name="slopeOf">The numeric column whose slopes are wanted; null for means.</param>
    internal MarginalSource(FixedEffectsTests tests, string? slopeOf)
        : this(tests, slopeOf, ImmutableDictionary<string, string>.Empty)
    {
    }

    private MarginalSource(FixedEffectsTests tests, string? slopeOf, ImmutableDictionary<string, string> at) => (this.tests, this.slopeOf, this.at) = (tests, slopeOf, at);

    /// <summary>The same estimates at other values.</summary>
    /// <param name="values">The values; columns without one keep theirs.</param>
    public MarginalSource At(TypedReferenceValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new MarginalSource(tests, slopeOf, at.SetItems(values.Given));
    }

    /// <summary>The estimates by the levels of a factor.</summary>
    /// <param name="of">The factor; null for one estimate.</param>
    /// <param name="by">A factor within whose levels they are compared; null for none.</param>
    internal MarginalEstimates Of(string? of, string? by)
    {
        IEnumerable<(string Column, string[] Values)> values = at.Select(v => (v.Key, new[] { v.Value }));
        return slopeOf is null ? tests.MeansAt(of ?? "1", by, values) : tests.SlopesAt(slopeOf, of, by, values);
    }
}
