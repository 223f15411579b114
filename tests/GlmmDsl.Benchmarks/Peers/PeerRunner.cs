namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Times works on both sides and prints them.</summary>
internal static class PeerRunner
{
    /// <summary>Runs the named works (all when none is named); returns the process's exit code.</summary>
    public static int Run(IReadOnlyDictionary<string, Func<PeerWork>> works, IReadOnlyList<string> names, bool json, string referenceFolder)
    {
        string[] unknown = [.. names.Except(works.Keys)];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"There is no work named {string.Join(", ", unknown)}; there are {string.Join(", ", works.Keys)}.");
            return 2;
        }

        foreach (string name in names.Count == 0 ? works.Keys : names)
        {
            PeerWork work = works[name]();
            Measurement measured = Measurement.Of(work);
            var peers = work.Peers.Select(peer => RPeer.Run(work, peer, referenceFolder)).OfType<PeerResult>();
            if (json)
            {
                PeerOutput.WriteJson(work, measured, [.. peers]);
            }
            else
            {
                PeerOutput.WriteText(work, measured, peers);
            }
        }

        return 0;
    }
}
