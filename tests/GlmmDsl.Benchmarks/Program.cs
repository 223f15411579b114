Console.WriteLine("usage: peers [NAME...] [--json]");
