namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Ordered categories, on the data sets of the reference cases.</summary>
internal static class OrdinalWorks
{
    /// <summary>All of them, by name.</summary>
    public static IEnumerable<(string Name, Func<PeerWork> Make)> All(string referenceFolder) => List(referenceFolder).Select(w => (w.Name, (Func<PeerWork>)(() => w)));

    private static IEnumerable<OrdinalWork> List(string folder)
    {
        string[] simulated = ["r1", "r2", "r3", "r4"], ratings = ["1", "2", "3", "4", "5"];
        yield return new(folder, "ordinal", "ordsim", "y", "x + f + (1 | g)") { Factors = ["f", "g"], Levels = simulated };
        yield return new(folder, "ordinal-quadrature", "ordsim", "y", "x + f + (1 | g)", nodes: 9) { Factors = ["f", "g"], Levels = simulated };
        yield return new(folder, "ordinal-probit", "ordsim", "y", "x + f + (1 | g)", link: Link.Probit) { Factors = ["f", "g"], Levels = simulated };
        yield return new(folder, "ordinal-probit-quadrature", "ordsim", "y", "x + f + (1 | g)", nodes: 9, link: Link.Probit) { Factors = ["f", "g"], Levels = simulated };
        yield return new(folder, "wine", "wine", "rating", "temp + contact + (1 | judge)") { Factors = ["temp", "contact", "judge"], Levels = ratings };
        yield return new(folder, "wine-quadrature", "wine", "rating", "temp + contact + (1 | judge)", nodes: 10) { Factors = ["temp", "contact", "judge"], Levels = ratings };
    }
}
