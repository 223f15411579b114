namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Three nested factors of 10³, 10⁴ and 10⁵ groups, three rows to each of the smallest.</summary>
internal sealed class NestedThreeWork : SimulatedWork
{
    private const int Groups = 100_000;

    public NestedThreeWork()
        : base(3 * Groups, 7)
    {
        AddFactor("a", i => i / 300, 0.7);
        AddFactor("ab", i => i / 30, 0.5);
        AddFactor("abc", i => i / 3, 0.4);
    }

    public override string Name => "nested-three";

    public override string Description => "3*10^5 rows, (1 | a/b/c) with 10^3, 10^4 and 10^5 groups, REML";

    public override TimeSpan? PeerLimit => TimeSpan.FromMinutes(5);

    /// <summary>What a/b/c stands for, with the nested factors numbered through.</summary>
    protected override string Formula => "y ~ 1 + (1 | abc) + (1 | ab) + (1 | a)";
}

/// <summary>10⁵ levels crossed with 10⁵ others, each with some of the ten that come next to it: no level meets more than a few dozen.</summary>
internal sealed class LocallyCrossedWork : SimulatedWork
{
    private const int Levels = 100_000, Window = 10;

    public LocallyCrossedWork()
        : base(5 * Levels, 8)
    {
        AddPredictor("x");
        AddFactor("a", i => i % Levels, 0.8);
        AddFactor("b", i => ((i % Levels) + (int)(Random.Uniform() * Window)) % Levels, 0.6);
    }

    public override string Name => "locally-crossed";

    public override string Description => "5*10^5 rows, 10^5 levels crossed with 10^5 others within a window of ten, REML";

    public override TimeSpan? PeerLimit => TimeSpan.FromMinutes(5);

    protected override string Formula => "y ~ 1 + x + (1 | a) + (1 | b)";
}
