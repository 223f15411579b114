namespace GlmmDsl.Families;

/// <summary>Which links a family has, and the kernel of each.</summary>
internal static class FamilyLink
{
    /// <summary>The link meant: the family's usual one for <see cref="Link.Default"/>.</summary>
    public static Link Resolve(Family family, Link link) => ResponseFamily.Of(family).Resolve(link);

    /// <summary>The links of a family, its usual one first.</summary>
    public static IReadOnlyList<Link> LinksOf(Family family) => ResponseFamily.Of(family).Links;

    /// <summary>The likelihood of a family with a link.</summary>
    /// <exception cref="ArgumentException">The family has no such link; the message names those it has.</exception>
    public static LikelihoodKernel Kernel(Family family, Link link) => ResponseFamily.Of(family).Kernel(link);

    /// <summary>Refuses a link that the family does not have.</summary>
    /// <exception cref="ArgumentException">The family has no such link; the message names those it has.</exception>
    public static void RequireLink(Family family, Link link) => ResponseFamily.Of(family).RequireLink(link);
}
