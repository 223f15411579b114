using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Writes the measurements as lines to read, or as JSON objects, one per line and peer.</summary>
internal static class PeerOutput
{
    /// <summary>Writes an object for each peer; one with null for the peer's fields when there is none.</summary>
    public static void WriteJson(PeerWork work, Measurement measured, IReadOnlyList<PeerResult> peers)
    {
        if (peers.Count == 0)
        {
            Console.WriteLine(Json(work, measured, null));
        }

        foreach (PeerResult peer in peers)
        {
            Console.WriteLine(Json(work, measured, peer));
        }
    }

    /// <summary>Writes our side, then each peer as it comes.</summary>
    public static void WriteText(PeerWork work, Measurement measured, IEnumerable<PeerResult> peers)
    {
        WorkResult result = measured.Result;
        Console.WriteLine($"{work.Name}: {work.Description}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  GlmmDsl  {measured.CpuSeconds,12:G4} s CPU   -2 log L {result.Minus2LogLik:F6}   {result.Evaluations} evaluations, {result.Gradients} gradients, {measured.AllocatedBytes / 1024.0:F1} KiB allocated"));
        int found = 0;
        foreach (PeerResult peer in peers)
        {
            found++;
            string remark = peer.Remark is null ? "" : $"   ({peer.Remark})";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {peer.Package,-8} {peer.CpuSeconds,12:G4} s CPU   -2 log L {peer.Minus2LogLik:F6}   {peer.CpuSeconds / measured.CpuSeconds:F1} times as long{remark}"));
        }

        if (found == 0)
        {
            Console.WriteLine(work.Peers.Count == 0 ? "  no peer can do it" : $"  {string.Join(" and ", work.Peers.Select(p => p.Package))}: no answer, our side alone");
        }
    }

    private static string Json(PeerWork work, Measurement measured, PeerResult? peer)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("work", work.Name);
            writer.WriteNumber("cpuSeconds", measured.CpuSeconds);
            writer.WriteNumber("minus2LogLik", measured.Result.Minus2LogLik);
            writer.WriteNumber("evaluations", measured.Result.Evaluations);
            writer.WriteNumber("gradients", measured.Result.Gradients);
            writer.WriteNumber("allocatedBytes", measured.AllocatedBytes);
            writer.WriteString("peer", peer?.Package);
            WriteNumber(writer, "peerCpuSeconds", peer?.CpuSeconds);
            WriteNumber(writer, "peerMinus2LogLik", peer?.Minus2LogLik);
            WriteNumber(writer, "ratio", peer?.CpuSeconds / measured.CpuSeconds);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
