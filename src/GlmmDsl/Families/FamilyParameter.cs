namespace GlmmDsl.Families;

/// <summary>
/// What the density of a <see cref="ResponseFamily"/> depends on beside the mean: each is a linear predictor of its own, and the density receives its value on the predictor's scale.
/// Immutable.
/// </summary>
public sealed class FamilyParameter
{
    private FamilyParameter(string name, Link link, double start)
    {
        Name = name;
        Link = link;
        Start = start;
    }

    /// <summary>
    /// The dispersion, on the log scale: what it is depends on the family. It can have a formula (<c>FitOptions.Dispersion</c>) with random terms; without one it is the same in all rows.
    /// </summary>
    public static FamilyParameter Dispersion { get; } = new("dispersion", Link.Log, 1);

    /// <summary>What it is called in a summary.</summary>
    public string Name { get; }

    /// <summary>The function that takes it to its linear predictor.</summary>
    public Link Link { get; }

    /// <summary>Where a search begins, on the scale of the parameter.</summary>
    public double Start { get; }

    /// <summary>A constant that all rows share: degrees of freedom, a power, a probability.</summary>
    /// <param name="name">What it is called in a summary.</param>
    /// <param name="link">Identity for any number, Log for a positive one, Logit for one between 0 and 1.</param>
    /// <param name="start">Where the search begins: a usual value of it.</param>
    /// <exception cref="ArgumentException">No name, another link, or a start outside the link's range.</exception>
    public static FamilyParameter Shape(string name, Link link, double start)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (link is not (Link.Identity or Link.Log or Link.Logit))
        {
            throw new ArgumentException($"The shape '{name}' has the link {link}; a shape has Identity, Log or Logit.", nameof(link));
        }

        double eta = LinkFunction.Of(link).Link(start);
        return double.IsFinite(eta)
            ? new FamilyParameter(name, link, start)
            : throw new ArgumentException(FormattableString.Invariant($"The shape '{name}' starts at {start:R}, where the link {link} has no finite value."), nameof(start));
    }

    /// <summary>Whether it is the dispersion.</summary>
    internal bool IsDispersion => ReferenceEquals(this, Dispersion);
}
