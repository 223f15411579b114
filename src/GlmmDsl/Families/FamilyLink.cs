namespace GlmmDsl.Families;

/// <summary>Which links a family has, and the kernel of each.</summary>
internal static class FamilyLink
{
    /// <summary>The link meant: the family's usual one for <see cref="Link.Default"/>.</summary>
    public static Link Resolve(Family family, Link link) => link != Link.Default ? link : family switch
    {
        Family.Binomial => Link.Logit,
        Family.Poisson => Link.Log,
        _ => Link.Identity,
    };

    /// <summary>The links of a family, its usual one first.</summary>
    public static IReadOnlyList<Link> LinksOf(Family family) => family switch
    {
        Family.Binomial => [Link.Logit, Link.Probit, Link.Cloglog, Link.Cauchit],
        Family.Poisson => [Link.Log, Link.Sqrt, Link.Identity],
        _ => [Link.Identity],
    };

    /// <summary>The likelihood of a family with a link.</summary>
    /// <exception cref="ArgumentException">The family has no such link; the message names those it has.</exception>
    public static LikelihoodKernel Kernel(Family family, Link link) => (family, Resolve(family, link)) switch
    {
        (Family.Binomial, Link.Logit) => new BinomialLogitKernel(),
        (Family.Binomial, Link.Probit) => new BinomialKernel<ProbitLink>(),
        (Family.Binomial, Link.Cloglog) => new BinomialKernel<CloglogLink>(),
        (Family.Binomial, Link.Cauchit) => new BinomialKernel<CauchitLink>(),
        (Family.Poisson, Link.Log) => new PoissonLogKernel(),
        (Family.Poisson, Link.Sqrt) => new PoissonKernel<SqrtLink>(),
        (Family.Poisson, Link.Identity) => new PoissonKernel<IdentityMeanLink>(),
        var (f, l) => throw NoSuchLink(f, l),
    };

    /// <summary>Refuses a link that the family does not have.</summary>
    /// <exception cref="ArgumentException">The family has no such link; the message names those it has.</exception>
    public static void RequireLink(Family family, Link link)
    {
        if (!LinksOf(family).Contains(Resolve(family, link)))
        {
            throw NoSuchLink(family, link);
        }
    }

    private static ArgumentException NoSuchLink(Family family, Link link) =>
        new($"The {family} family has no {link} link here; its links are {string.Join(", ", LinksOf(family))}.", nameof(link));
}
