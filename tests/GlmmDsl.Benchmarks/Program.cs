using System.Globalization;
using GlmmDsl.Benchmarks;
using GlmmDsl.Benchmarks.Coverage;
using GlmmDsl.Benchmarks.Keystrokes;
using GlmmDsl.Benchmarks.Peers;
using GlmmDsl.Benchmarks.Resampling;
using GlmmDsl.Benchmarks.Rows;

string reference = Path.Combine(AppContext.BaseDirectory, "Reference");
string[] words = [.. args.Where(a => a != "--json")];
if (words is ["rows"])
{
    return RowBuilding.Run();
}

if (words is ["stream", ..])
{
    return StreamBenchmark.Run(words.Length > 1 ? long.Parse(words[1], CultureInfo.InvariantCulture) : 10_000_000);
}

if (words is ["keystroke", "long", ..])
{
    return KeystrokeBenchmark.RunLong(words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : 10_000);
}

if (words is ["keystroke", ..])
{
    return KeystrokeBenchmark.Run(words[1..]);
}

if (words is ["csv", ..])
{
    return CsvBenchmark.Run(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 10_000_000);
}

if (words is ["coverage", ..])
{
    return CoverageBenchmark.Run(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 300, args.Contains("--json"));
}

if (words is ["size", ..])
{
    return SizeBenchmark.Run(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 1000);
}

if (words is ["resampling"])
{
    return ResamplingBenchmark.Run(reference);
}

if (words is ["families", ..])
{
    return PeerRunner.Run(FamilyWorks.All(reference).ToDictionary(w => w.Name, w => w.Make), words[1..], args.Contains("--json"), reference);
}

if (words is ["ordinal", ..])
{
    return PeerRunner.Run(OrdinalWorks.All(reference).ToDictionary(w => w.Name, w => w.Make), words[1..], args.Contains("--json"), reference);
}

if (words is ["large", ..])
{
    return PeerRunner.Run(LargeGeneralizedWorks.All(reference).ToDictionary(w => w.Name, w => w.Make), words[1..], args.Contains("--json"), reference);
}

if (words is not ["peers", ..])
{
    Console.Error.WriteLine("usage: peers [NAME...] [--json] | families [NAME...] [--json] | ordinal [NAME...] [--json] | large [NAME...] [--json] | coverage [REPLICATES] [--json] | size [REPLICATES] | rows | stream [ROWS] | csv [ROWS] | resampling | keystroke [NAME...] | keystroke long [EDITS]");
    return 2;
}

// Made when their turn comes: the large simulations take memory.
Dictionary<string, Func<PeerWork>> works = new()
{
    ["insteval"] = () => new InstEvalWork(reference),
    ["million-slopes"] = () => new MillionSlopesWork(),
    ["sleepstudy-refit"] = () => new RefitWork(reference),
    ["sleepstudy-satterthwaite"] = () => new SatterthwaiteWork(reference),
    ["sleepstudy-kenward-roger"] = () => new KenwardRogerWork(reference),
    ["sleepstudy-means-satterthwaite"] = () => new MeansWork(reference, isKenwardRoger: false),
    ["sleepstudy-means-kenward-roger"] = () => new MeansWork(reference, isKenwardRoger: true),
    ["insteval-kenward-roger"] = () => new LargeKenwardRogerWork(reference),
    ["three-crossed"] = () => new ThreeCrossedWork(),
    ["five-balanced"] = () => new FiveBalancedWork(),
    ["six-columns"] = () => new SixColumnsWork(),
    ["nested-three"] = () => new NestedThreeWork(),
    ["locally-crossed"] = () => new LocallyCrossedWork(),
};
foreach ((string name, Func<PeerWork> make) in GeneralizedWorks.All(reference))
{
    works.Add(name, make);
}

return PeerRunner.Run(works, words[1..], args.Contains("--json"), reference);
